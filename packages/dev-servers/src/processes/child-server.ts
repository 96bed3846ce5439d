import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { keepLogBounded, logTail } from './log-file.js';
import { portFreed } from './port.js';
import { commandLineOf, isAlive } from './process-table.js';
import { stopProcess } from './stop-process.js';
import { until } from './until.js';

/** What a program needs to be started, recognised and stopped. */
export interface ServerProgram {
  /** For people: 'PostgreSQL'. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** One of `args` that no other server on the machine has: its data folder, usually. */
  readonly marker: string;
  readonly port: number;
  /** Holds the process id in its first line. */
  readonly pidFile: string;
  /** True when the program writes that file itself; otherwise it is written here. */
  readonly writesPidFile: boolean;
  /** Takes the program's output; bounded. */
  readonly logFile: string;
  /** Open folders or files the program inherits, as descriptors 3, 4 … */
  readonly descriptors?: readonly number[];
  /** Who runs it; whoever runs this process when absent. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Mends what a crash left, before a start; not when a running one is taken over. */
  readonly prepare?: () => Promise<void>;
  /** True once it serves on its port. */
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
  readonly stopSignal: NodeJS.Signals;
  readonly stopWithinMs: number;
  /** Removes what the program leaves behind even when it is ended by force. */
  readonly afterStop?: () => Promise<void>;
}

/** How long the kernel may hold the port of a server that was just ended. */
const PORT_FREED_WITHIN_MS = 1_500;

/** A server that runs in a process of its own and outlives this one. */
export interface ChildServer {
  readonly pid: number;
  /** True when it was running already. */
  readonly adopted: boolean;
  /** Ends it, by force when it takes longer than its bound. Calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Gives the server that a former run left behind, or starts it. What runs with our marker but other arguments (another port,
 * other settings) or does not answer is stopped and started anew. Throws PortTakenError when something else listens
 * on the port, and an Error with the end of the log when the program ends or is not ready in time.
 *
 * The child is in a session of its own: Ctrl-C in the terminal reaches only us, so that what depends on it stops first.
 */
export async function adoptOrStart(program: ServerProgram): Promise<ChildServer> {
  const running = await findRunning(program);
  if (running !== undefined && (await isAsWanted(program, running))) return handle(program, running, true);
  if (running !== undefined) await stopProcess(running, program.stopSignal, program.stopWithinMs);
  await portFreed(program.name, program.port, PORT_FREED_WITHIN_MS);
  await rm(program.pidFile, { force: true });
  await program.prepare?.();
  return handle(program, await start(program), false);
}

/** Ends the server that a former run left behind, when there is one. */
export async function stopLeftBehind(
  program: Pick<ServerProgram, 'pidFile' | 'marker' | 'stopSignal' | 'stopWithinMs'>,
): Promise<void> {
  const running = await findRunning(program);
  if (running !== undefined) await stopProcess(running, program.stopSignal, program.stopWithinMs);
}

async function findRunning({
  pidFile,
  marker,
}: Pick<ServerProgram, 'pidFile' | 'marker'>): Promise<number | undefined> {
  const pid = await readPid(pidFile);
  if (pid === undefined || !(await isAlive(pid))) return undefined;
  if (process.platform === 'win32') return pid;
  return (await commandLineOf(pid))?.includes(marker) ? pid : undefined;
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

async function isAsWanted(program: ServerProgram, pid: number): Promise<boolean> {
  const wanted = [program.command, ...program.args].join(' ');
  if (process.platform !== 'win32' && (await commandLineOf(pid)) !== wanted) return false;
  return until(program.isReady, program.readyWithinMs);
}

async function start(program: ServerProgram): Promise<number> {
  const log = openSync(program.logFile, 'a', 0o600);
  const child = spawn(program.command, program.args, {
    detached: true,
    stdio: ['ignore', log, log, ...(program.descriptors ?? [])],
    ...program.user,
    windowsHide: true,
  });
  closeSync(log);
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program.name} could not be started: ${await ended.why}`);
  child.unref();
  if (!program.writesPidFile) await writeFile(program.pidFile, `${pid}\n`, { mode: 0o600 });
  const ready = await until(async () => ended.is() || (await program.isReady()), program.readyWithinMs);
  if (ready && !ended.is()) return pid;
  const reason = ended.is() ? await ended.why : `not ready within ${program.readyWithinMs} ms`;
  await stopProcess(pid, program.stopSignal, program.stopWithinMs);
  await program.afterStop?.();
  throw new Error(`${program.name} could not be started: ${reason}\n${await logTail(program.logFile)}`);
}

function endOf(child: ChildProcess): { is: () => boolean; why: Promise<string> } {
  let over = false;
  const why = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it ended with code ${code}`),
    );
  });
  void why.then(() => (over = true));
  return { is: () => over, why };
}

async function handle(program: ServerProgram, pid: number, adopted: boolean): Promise<ChildServer> {
  const letLogGrow = await keepLogBounded(program.logFile);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    letLogGrow();
    await stopProcess(pid, program.stopSignal, program.stopWithinMs);
    await rm(program.pidFile, { force: true });
    await program.afterStop?.();
  };
  return { pid, adopted, stop: () => (stopping ??= stop()) };
}

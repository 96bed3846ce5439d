import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '@sixpence/testkit';
import type { BookerOrder, BookerReport } from './processes/booker.js';

const READY_WITHIN_MS = 60_000;
const MAX_OUTPUT_CHARS = 50_000;

/** A process of a service, which ends with the test at the latest. */
export interface MemberProcess {
  readonly pid: number;
  /** What it told of its events, in order. */
  readonly reports: readonly BookerReport[];
  signal(signal: NodeJS.Signals): void;
  order(order: BookerOrder['order']): void;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, waits until it is gone, and gives its exit code. */
  stop(): Promise<number | null>;
  /** The end of what it wrote. */
  output(): string;
}

/** What makes a booker take the events of a partition together, or each by itself. */
export const handling = (batch: boolean): Record<string, string> => (batch ? { FAULTS_BATCH: '1' } : {});

/** Starts a program of `processes/`; it is ready when this resolves. */
export async function startProcess(
  name: 'booker' | 'teller',
  env: Readonly<Record<string, string>>,
): Promise<MemberProcess> {
  const program = fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  let ready = false;
  const reports: BookerReport[] = [];
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-MAX_OUTPUT_CHARS));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('message', (message: BookerReport | { ready: unknown }) => {
    if ('ready' in message) ready = true;
    else reports.push(message);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${output}`);
      return ready;
    },
    { timeoutMs: READY_WITHIN_MS, what: `${name} to be ready` },
  ).catch(async (error: unknown) => {
    await end('SIGKILL');
    throw new Error(`${name} did not start: ${output}`, { cause: error });
  });
  return {
    pid: child.pid ?? 0,
    reports,
    signal: (signal) => void child.kill(signal),
    order: (order) => void child.send({ order } satisfies BookerOrder),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    output: () => output,
  };
}

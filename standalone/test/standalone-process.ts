import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLinesWith } from './command-lines.js';
import { freePort, until } from '@sixpence/testkit';

/** What a test asks of dev.json. */
export interface DevFile {
  readonly apiUrl: string;
  readonly apiKey?: string;
  readonly checkoutUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly mailboxUrl?: string;
  readonly rpcUrl: string;
  readonly faucetPrivateKey?: string;
  readonly assets: Record<string, string>;
  readonly pid: number;
}

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One start of Sixpence, as a user makes it. */
export interface Run {
  readonly pid: number;
  /** All it has said so far, on both streams; whole only once it has ended. */
  output(): string;
  /** Waits until it has said so: what it wrote reaches us after what it did. */
  says(text: string): Promise<void>;
  ready(): Promise<DevFile>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<End>;
}

/** A data folder and ports of a test's own. */
export interface Place {
  readonly dataDir: string;
  readonly firstPort: number;
  start(environment?: Record<string, string>): Run;
  /** The servers on this data folder: their command lines. */
  servers(): Promise<string[]>;
  /** Ends every start and the servers, and removes the data. */
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const READY_WITHIN_MS = 50_000;
const SAYS_WITHIN_MS = 10_000;

/** Makes a place; nothing is started. */
export async function makePlace(): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sixpence-standalone-'));
  const firstPort = await freePort();
  const runs: Run[] = [];
  return {
    dataDir,
    firstPort,
    start: (environment = {}) => {
      const run = startRun(dataDir, firstPort, environment);
      runs.push(run);
      return run;
    },
    servers: () => commandLinesWith(dataDir),
    close: async () => {
      for (const run of runs) run.kill('SIGKILL');
      await Promise.all(runs.map(({ ended }) => ended));
      // What a killed start left behind is taken over by one that stops in good order.
      if ((await commandLinesWith(dataDir)).length > 0) {
        const last = startRun(dataDir, firstPort, {});
        await last.ready();
        last.kill('SIGTERM');
        await last.ended;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function startRun(dataDir: string, firstPort: number, environment: Record<string, string>): Run {
  const { DATABASE_URL: _database, EVM_RPC_URL: _rpc, SMTP_URL: _smtp, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { ...inherited, SIXPENCE_DATA_DIR: dataDir, SIXPENCE_PORT: String(firstPort), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = new Promise<End>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve({ code, signal });
    });
  });
  const read = async () => {
    if (over) return { failed: true } as const;
    const dev = JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevFile;
    return dev.pid === child.pid && dev;
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    says: async (text) => {
      const said = async () => output.includes(text);
      await until(said, { timeoutMs: SAYS_WITHIN_MS, what: `the words "${text}"` }).catch(
        (error: unknown) => {
          throw new Error(`Sixpence did not say "${text}", but:\n${output}`, { cause: error });
        },
      );
    },
    ready: async () => {
      const found = await until(read, { timeoutMs: READY_WITHIN_MS, what: 'dev.json' });
      if ('failed' in found) throw new Error(`Sixpence ended before it was ready:\n${output}`);
      return found;
    },
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

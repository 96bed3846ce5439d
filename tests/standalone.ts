import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@sixpence/testkit';

/** What `dev.json` says when everything is ready. */
export interface DevFile {
  apiUrl: string;
  apiKey: string;
  checkoutUrl: string;
  adminUrl: string;
  adminToken: string;
  mailboxUrl: string;
  rpcUrl: string;
  faucetPrivateKey: `0x${string}`;
  assets: Record<string, string>;
  pid: number;
  /** Of six processes over Kafka only. */
  kafkaBrokers?: string[];
  databaseUrl?: string;
  processes?: { service: string; pid: number; port: number; metricsPort?: number }[];
}

/** Sixpence as a user runs it: a process of its own, on ports and a data folder of its own. */
export interface Standalone {
  readonly dev: DevFile;
  readonly dataDir: string;
  /** Kills the process that holds the six, without a chance to tidy up. */
  kill(): Promise<void>;
  /** Starts it again on the same data, and gives the new `dev.json`. */
  start(): Promise<DevFile>;
  /** SIGTERM, waits for the end, and gives how it ended. */
  stop(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Stops it and removes its data. */
  dispose(): Promise<void>;
  output(): string;
  /** What `dev.json` says now. */
  read(): Promise<DevFile>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const startLimitMs = { main: 60_000, 'kafka-main': 180_000 };

/** Fifty neighbouring ports of which the first is free: enough that two runs side by side do not meet. */
async function freePortRange(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const base = 20_000 + Math.floor(Math.random() * 200) * 50;
    const free = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((offset) => isFree(base + offset)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('No free range of ports was found');
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** How Sixpence is started. */
export interface StandaloneOptions {
  /** Added to our own environment, of which what names an outside server is left out. */
  readonly environment?: Record<string, string>;
  /** `main`: six services in one process; `kafka-main`: six processes over Kafka. */
  readonly program?: 'main' | 'kafka-main';
  readonly args?: readonly string[];
}

/** Starts Sixpence and waits until it is ready. */
export async function startStandalone({
  environment = {},
  program = 'main',
  args = [],
}: StandaloneOptions = {}): Promise<Standalone> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sixpence-e2e-'));
  const port = await freePortRange();
  let child: ReturnType<typeof spawn>;
  let dev: DevFile;
  let output = '';
  let ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  async function start(): Promise<DevFile> {
    const { DATABASE_URL: _database, EVM_RPC_URL: _rpc, SMTP_URL: _smtp, ...inherited } = process.env;
    child = spawn(process.execPath, [join(root, `standalone/dist/${program}.js`), ...args], {
      cwd: root,
      env: { ...inherited, SIXPENCE_DATA_DIR: dataDir, SIXPENCE_PORT: String(port), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-200_000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    let over = false;
    ended = new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        over = true;
        resolve({ code, signal });
      }),
    );
    dev = await until(
      async () => {
        if (over) throw new Error(`Sixpence ended before it was ready:\n${output}`);
        const file = await readFile(join(dataDir, 'dev.json'), 'utf8').catch(() => undefined);
        return file === undefined ? undefined : (JSON.parse(file) as DevFile);
      },
      { timeoutMs: startLimitMs[program], what: 'dev.json' },
    );
    return dev;
  }

  await start();
  return {
    get dev() {
      return dev;
    },
    dataDir,
    start,
    output: () => output,
    read: async () => JSON.parse(await readFile(join(dataDir, 'dev.json'), 'utf8')) as DevFile,
    async kill() {
      process.kill(dev.pid, 'SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return await ended;
    },
    async dispose() {
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A JSON call that fails with the answer's text when it is not a success. */
export async function call<T>(
  url: string,
  token: string,
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const response = await fetch(url, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    headers: {
      authorization: `Bearer ${token}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${text}`);
  return JSON.parse(text) as T;
}

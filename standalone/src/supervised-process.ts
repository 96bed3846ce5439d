import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@sixpence/schemas';
import type { ServiceProcess } from './dev-file.js';
import type { LogDestination } from './log-destination.js';
import { complain } from './terminal.js';

export interface SupervisedOptions {
  readonly service: ServiceName;
  /** The whole of the process's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: LogDestination;
  /** Hears when it becomes ready, and when it is gone. */
  readonly onChange: () => void;
}

/** A process of a service that is started again whenever it ends. */
export interface Supervised {
  /** The process that answers now; undefined while there is none. */
  readonly running: ServiceProcess | undefined;
  /** Resolves when it answered for the first time. */
  readonly ready: Promise<void>;
  /** SIGTERM; SIGKILL when it takes longer. No other is started. */
  stop(withinMs: number): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** A process that answered that long was well: the next pause is a short one again. */
const WELL_AFTER_MS = 20_000;
/** kafkajs computes a pause that is over already; Node says so, and nothing comes of it. */
const QUIET = '--disable-warning=TimeoutNegativeWarning';
const KILLED_WITHIN_MS = 1_000;

/** Starts a service's process and keeps it running. */
export function superviseProcess({ service, env, log, onChange }: SupervisedOptions): Supervised {
  const main = fileURLToPath(new URL(`../../services/${service}/dist/main.js`, import.meta.url));
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let running: ServiceProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let stopping = false;
  let becameReady = (): void => {};
  const ready = new Promise<void>((resolve) => (becameReady = resolve));

  const start = (): void => {
    // In a session of its own: Ctrl-C in the terminal reaches only us, so that database and broker stop last.
    const started = spawn(process.execPath, [QUIET, main], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    child = started;
    let readyAtMs = Number.POSITIVE_INFINITY;
    if (started.stdout !== null)
      createInterface({ input: started.stdout }).on('line', (line) => log.write(`${line}\n`));
    if (started.stderr !== null)
      createInterface({ input: started.stderr }).on('line', (line) => complain(`[${service}] ${line}`));
    started.on('message', (message) => {
      const ports = readyPorts(message);
      if (ports === undefined || started.pid === undefined) return;
      readyAtMs = performance.now();
      running = { service, pid: started.pid, ...ports };
      becameReady();
      onChange();
    });
    ended = new Promise<void>((resolve) => {
      const over = (): void => {
        running = undefined;
        resolve();
        if (stopping) return;
        onChange();
        if (performance.now() - readyAtMs >= WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
        complain(`The ${service} process is gone: it is started again.`);
        timer = setTimeout(start, pauseMs);
        pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      };
      started.once('exit', over);
      started.once('error', (error) => {
        // Of a process that was never started there is no exit.
        if (started.pid !== undefined) return;
        complain(`The ${service} process cannot be started: ${error.message}`);
        over();
      });
    });
  };

  start();
  return {
    get running() {
      return running;
    },
    ready,
    async stop(withinMs) {
      stopping = true;
      clearTimeout(timer);
      child?.kill('SIGTERM');
      if (await endsWithin(ended, withinMs)) return;
      child?.kill('SIGKILL');
      await endsWithin(ended, KILLED_WITHIN_MS);
      throw new Error(`the process did not end within ${withinMs} ms and was killed`);
    },
  };
}

/** What the message of `@sixpence/service-host` says: `{ ready: { url, metricsUrl? } }`. */
function readyPorts(message: unknown): Pick<ServiceProcess, 'port' | 'metricsPort'> | undefined {
  const { ready } = (message ?? {}) as { ready?: { url?: unknown; metricsUrl?: unknown } };
  const [port, metricsPort] = [portOf(ready?.url), portOf(ready?.metricsUrl)];
  if (port === undefined) return undefined;
  return { port, ...(metricsPort !== undefined && { metricsPort }) };
}

const portOf = (url: unknown): number | undefined =>
  typeof url === 'string' ? Number(new URL(url).port) : undefined;

async function endsWithin(ended: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  try {
    return await Promise.race([ended.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

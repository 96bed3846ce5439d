import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@sixpence/dev-servers';
import { chain } from './shop.js';

/** Core as it is deployed: its own main, in a process of its own. */
export interface CoreProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;
const checkEveryMs = 50;
/** No limit that the bench could reach: it asks with one key for what many shops would. */
const requestsPerSecond = 1_000_000;

/** Starts core on that database, which it migrates. With `profileDir` it leaves a CPU profile there when it stops. */
export async function startCore(databaseUrl: string, profileDir?: string): Promise<CoreProcess> {
  const main = fileURLToPath(new URL('main.js', import.meta.resolve('@sixpence/service-core')));
  const port = await freePort();
  const profile = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const child = spawn(process.execPath, [...profile, main], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      CHECKOUT_URL: `http://127.0.0.1:${port}/checkout`,
      CHAINS: chain,
      RATE_LIMIT_PER_SECOND: String(requestsPerSecond),
      RATE_LIMIT_BURST: String(requestsPerSecond),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('core could not be started');
  const url = `http://127.0.0.1:${port}`;
  await ready(url, exited);
  return {
    url,
    pid,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Waits until core says that it is ready; throws when it ended, or took too long. */
async function ready(url: string, exited: Promise<unknown>): Promise<void> {
  const untilMs = performance.now() + readyWithinMs;
  const isReady = async (): Promise<boolean> => {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    return answer?.ok ?? false;
  };
  while (!(await isReady())) {
    const ended = await Promise.race([exited.then(() => true), pause(checkEveryMs, false)]);
    if (ended) throw new Error('core ended before it was ready');
    if (performance.now() > untilMs) throw new Error(`core was not ready within ${readyWithinMs} ms`);
  }
}

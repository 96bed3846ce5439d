import { ConsumerGroup } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import type { ServiceProcess } from './dev-file.js';
import type { LogDestination } from './log-destination.js';
import { settleAll } from './settle-all.js';
import { superviseProcess } from './supervised-process.js';
import type { Supervised } from './supervised-process.js';
import type { Teardown } from './teardown.js';

export interface ServiceProcesses {
  /** Those that answer now. */
  list(): ServiceProcess[];
}

export interface ServiceProcessesOptions {
  readonly environments: Readonly<Record<ServiceName, Readonly<Record<string, string>>>>;
  readonly scale: ReadonlyMap<ServiceName, number>;
  readonly log: LogDestination;
  readonly teardown: Teardown;
  readonly stopping: AbortSignal;
  readonly onChange: () => void;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
/** What a process gets beyond `STOP_WITHIN_MS`, to be killed in. */
const KILL_MARGIN_MS = 1_200;

/**
 * Starts the services' processes, all services at once, and resolves when each of them answers. Of a service that has several,
 * the first has the service's port and the others free ones; they follow it, so that they find what it has set up.
 */
export async function startProcesses(options: ServiceProcessesOptions): Promise<ServiceProcesses> {
  const { environments, scale, log, teardown, stopping, onChange } = options;
  const all: Supervised[] = [];

  const startOne = async (service: ServiceName, extra: Record<string, string>): Promise<void> => {
    stopping.throwIfAborted();
    const env = { ...inherited(), ...environments[service], ...extra };
    const supervised = superviseProcess({ service, env, log, onChange });
    all.push(supervised);
    const stop = () => supervised.stop(STOP_WITHIN_MS);
    teardown.add(3, { name: service, withinMs: STOP_WITHIN_MS + KILL_MARGIN_MS, stop });
    await readyInTime(service, supervised, stopping);
  };

  const startService = async (service: ServiceName): Promise<void> => {
    await startOne(service, {});
    const others = Array.from({ length: (scale.get(service) ?? 1) - 1 });
    await settleAll(others.map(() => startOne(service, { PORT: '0' })));
  };

  await settleAll(Object.values(ConsumerGroup).map(startService));
  return { list: () => all.flatMap(({ running }) => running ?? []) };
}

/** What was meant for this process alone is not for them. */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_CHANNEL_FD: _channel, ...rest } = process.env;
  return rest;
}

async function readyInTime(name: string, { ready }: Supervised, stopping: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(READY_WITHIN_MS)]);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      const why = stopping.aborted
        ? (stopping.reason as Error)
        : new Error(`${name} was not ready in time; see the log`);
      reject(why);
    });
  });
  await Promise.race([ready, late]);
}

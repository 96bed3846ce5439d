import { readBusSettings } from './bus-settings.js';
import type { BusSettings, Part } from './bus-settings.js';
import { measureConsume } from './measure-consume.js';
import { measureDrain } from './measure-drain.js';
import { measureLatency } from './measure-latency.js';
import { measureTransaction } from './measure-transaction.js';
import { startServers } from './servers.js';
import type { Servers } from './servers.js';
import { openStages } from './stages.js';
import type { Stages } from './stages.js';

const measures = {
  drain: measureDrain,
  consume: measureConsume,
  transaction: measureTransaction,
  latency: measureLatency,
} as const satisfies Record<Part, (servers: Servers, stages: Stages, settings: BusSettings) => Promise<void>>;

/** Measures the bus on a real PostgreSQL and a real Kafka, each part against its baseline in the same run. */
export async function benchBus(args: readonly string[]): Promise<void> {
  const settings = readBusSettings(args);
  const servers = await startServers();
  // They live in sessions of their own: whoever stops the bench must stop them too.
  const stop = (): void => void servers.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const stages = await openStages(servers);
    try {
      for (const part of settings.parts) {
        console.log(`\n${part}`);
        await measures[part](servers, stages, settings);
      }
    } finally {
      await stages.close();
    }
  } finally {
    await servers.stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}

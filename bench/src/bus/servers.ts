import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startKafka, startPostgres } from '@sixpence/dev-servers';

/** PostgreSQL (fsync on) and Apache Kafka, of this run alone. */
export interface Servers {
  readonly postgres: { readonly url: string; readonly pid: number };
  readonly kafka: { readonly brokers: readonly string[]; readonly pid: number };
  /** Stops both, and nothing stays. */
  stop(): Promise<void>;
}

/** Starts both. Throws when there is no Kafka to be had on this machine. */
export async function startServers(): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'sixpence-bench-'));
  const kafka = await startKafka({
    dataDir: join(folder, 'kafka'),
    port: await freePort(),
    controllerPort: await freePort(),
  });
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort() });
  return {
    postgres,
    kafka: { brokers: [kafka.brokers], pid: kafka.pid },
    async stop() {
      await Promise.all([postgres.stop(), kafka.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

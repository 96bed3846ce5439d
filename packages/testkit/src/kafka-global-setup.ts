import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNoKafka } from '@sixpence/dev-servers';
import { KAFKA_VARIABLE, runFolder } from './run-folder.js';
import { startTestKafka } from './test-kafka.js';

/**
 * Vitest's global setup, after the usual one: one broker for the tests of the run that kill none, for all its projects, unless
 * KAFKA_BROKERS names one.
 * Where none can be had the tests say so themselves. Gives the way to take it down again.
 */
export default async function kafkaGlobalSetup(): Promise<() => Promise<void>> {
  const given = process.env['KAFKA_BROKERS'] ?? process.env[KAFKA_VARIABLE];
  if (given !== undefined || (await whyNoKafka()) !== undefined) return async () => {};
  const folder = await mkdtemp(join(runFolder(), 'kafka-'));
  const server = await startTestKafka(folder);
  process.env[KAFKA_VARIABLE] = server.brokers;
  return async () => {
    delete process.env[KAFKA_VARIABLE];
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

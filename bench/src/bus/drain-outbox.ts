import { setTimeout as pause } from 'node:timers/promises';
import { connectKafka } from '@sixpence/event-bus';
import { streamTopic } from '@sixpence/schemas';
import { createBusApp } from './bus-app.js';
import type { Job, JobOptions } from './job.js';
import { secondsSince } from './job.js';

const poolSize = 8;
const lookEveryMs = 50;
const withinMs = 900_000;

/** Lets the relay bring a full outbox to Kafka: done when the broker has all of it. */
export async function drainOutbox(options: JobOptions): Promise<Job> {
  const bus = await createBusApp('payments', options, poolSize);
  const admin = await connectKafka({ brokers: options.brokers }).admin();
  const { topic } = streamTopic(options.prefix, 'payment');
  // Nobody is in that group: before it lies everything that the topic holds.
  const written = (): Promise<bigint> => admin.lag(`${options.prefix}nobody`, [topic]);
  return {
    async run() {
      const startMs = performance.now();
      await bus.app.init();
      while ((await written()) < options.events) {
        if (performance.now() - startMs > withinMs) throw new Error('the outbox was not drained in time');
        await pause(lookEveryMs);
      }
      return { operations: options.events, seconds: secondsSince(startMs) };
    },
    async close() {
      await admin.close();
      await bus.close();
    },
  };
}

import { Consumer } from '@platformatic/kafka';
import { streamTopic } from '@sixpence/schemas';
import type { Job, JobOptions } from './job.js';
import { secondsSince } from './job.js';

/** Committed as seldom as a batch of ours ends. */
const perCommit = 388;

/** What the library alone can read: its own stream, each record touched, offsets committed now and then. */
export async function consumeBare({ brokers, prefix, events }: JobOptions): Promise<Job> {
  const { topic } = streamTopic(prefix, 'payment');
  const consumer = new Consumer({
    clientId: 'bench',
    groupId: `${prefix}bare`,
    bootstrapBrokers: [...brokers],
    autocommit: false,
    maxBytes: 1_048_576,
  });
  return {
    async run() {
      const stream = await consumer.consume({ topics: [topic], mode: 'earliest' });
      let startMs = 0;
      let count = 0;
      for await (const message of stream) {
        if (count === 0) startMs = performance.now();
        count += 1;
        if (count % perCommit === 0 || count === events) await message.commit();
        if (count === events) break;
      }
      return { operations: count, seconds: secondsSince(startMs) };
    },
    close: () => consumer.close(true),
  };
}

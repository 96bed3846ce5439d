import { groupNames, replyTopic } from '@sixpence/schemas';
import { StoppingError } from '../transport/transport.js';
import type { ReplyRecord } from '../transport/transport.js';
import type { KafkaConsumer, StoredRecord } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { partitionOf } from './partition-of.js';
import { pauseUnless } from '../waiting/pause-unless.js';
import { readReplyRecord } from './request-record.js';
import { within } from '../waiting/within.js';

/** The answers that this instance waits for. */
export interface ReplyReader {
  /** Begins to read, if it has not; resolves once no answer can be missed any more. Rejects when it is closed. */
  ready(): Promise<void>;
  /** Resolves with the answer to that request; rejects with the signal's reason when that comes first. */
  expect(id: string, signal: AbortSignal): Promise<ReplyRecord>;
  close(): Promise<void>;
}

const KNOCK_EVERY_MS = 200;
const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 5_000;
const LEAVE_TIMEOUT_MS = 2_000;
const KNOCK = 'knock';

/**
 * Reads the answers to the service from the topic's end, in a group of this instance alone, and keeps those that are for this
 * instance. "From the end" holds only from some moment on that no client tells: so the reader knocks, with records of its
 * own, until it hears itself.
 */
export function createReplyReader(connection: KafkaConnection): ReplyReader {
  const { client, service, instance, prefix, logger, messages } = connection;
  const { topic, partitions } = replyTopic(prefix, service);
  const waiting = new Map<string, (reply: ReplyRecord) => void>();
  const closing = new AbortController();
  const heard = new AbortController();
  const group = `${groupNames(prefix, service).replies}${instance}`;
  let member: KafkaConsumer | undefined;
  let opening: Promise<void> | undefined;

  const take = (record: StoredRecord): void => {
    if (record.key !== instance) return;
    if (record.headers[KNOCK] !== undefined) return heard.abort();
    const reply = readReplyRecord(record);
    // A late answer finds nobody.
    if (reply !== undefined) waiting.get(reply.id)?.(reply);
  };

  const onError = (error: unknown): void => {
    logger.warn({ error, topic }, 'the reader of answers met a failure and goes on');
  };

  const open = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; member === undefined; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      if (closing.signal.aborted) throw new StoppingError();
      try {
        member = await client.consumer({
          group,
          topics: [topic],
          from: 'latest',
          onBatch: async ({ records }) => {
            for (const record of records) take(record);
          },
          onError,
        });
      } catch (error) {
        onError(error);
        await pauseUnless(pauseMs, closing.signal);
      }
    }
    await member.ready();
    await knock();
  };

  /** Nobody will come back to it. That of a process that died the broker forgets by itself (`offsets.retention.minutes`, a week). */
  const forget = async (): Promise<void> => {
    const admin = await client.admin();
    try {
      await admin.deleteGroups([group]);
    } finally {
      await admin.close();
    }
  };

  const knock = async (): Promise<void> => {
    const record = { key: instance, value: Buffer.from('{}'), headers: { [KNOCK]: '1' } };
    const either = AbortSignal.any([heard.signal, closing.signal]);
    while (!heard.signal.aborted) {
      if (closing.signal.aborted) throw new StoppingError();
      await messages.write(topic, partitionOf(instance, partitions), [record], either).catch(() => {});
      await pauseUnless(KNOCK_EVERY_MS, either);
    }
  };

  return {
    ready: () =>
      (opening ??= open().catch((error: unknown) => {
        // The next request tries again.
        opening = undefined;
        throw error;
      })),
    expect: (id, signal) =>
      new Promise<ReplyRecord>((resolve, reject) => {
        const giveUp = (): void => reject(signal.reason as Error);
        signal.addEventListener('abort', giveUp);
        waiting.set(id, resolve);
        if (signal.aborted) giveUp();
      }).finally(() => waiting.delete(id)),
    async close() {
      closing.abort();
      await within(
        LEAVE_TIMEOUT_MS,
        (opening ?? Promise.resolve()).catch(() => {}),
      );
      if (member === undefined) return;
      await within(LEAVE_TIMEOUT_MS, member.close());
      await within(LEAVE_TIMEOUT_MS, forget());
    },
  };
}

import { groupNames, replyTopic, requestTopic } from '@sixpence/schemas';
import { StoppingError } from '../transport/transport.js';
import type { Consumer, RequestRecord } from '../transport/transport.js';
import { groupMember } from './group-member.js';
import type { GroupMember } from './group-member.js';
import type { StoredRecord } from './kafka-client.js';
import type { KafkaConnection } from './kafka-connection.js';
import { partitionOf } from './partition-of.js';
import { readRequest, toReplyRecord } from './request-record.js';
import type { ReplyAddress } from './request-record.js';

/** Beyond this the topic is read no further. */
const MAX_IN_HAND = 256;
/** How far apart the clocks of two machines may be. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Joins the group that answers a service's requests. A request counts as taken when it is begun: a slow one holds up nobody
 * behind it, and whoever waits for one that died with its process hears so by its own timeout.
 */
export async function joinRequests(
  { client, prefix, logger, messages }: KafkaConnection,
  consumer: Consumer,
): Promise<GroupMember> {
  const leaving = new AbortController();
  const inHand = new Set<Promise<void>>();

  const answer = async (request: RequestRecord, to: ReplyAddress): Promise<void> => {
    const reply = toReplyRecord(await consumer.answer(request), to);
    const { topic, partitions } = replyTopic(prefix, to.service);
    const waitMs = Math.max(0, request.expiresAtMs + CLOCK_SKEW_MS - Date.now());
    const givenUp = AbortSignal.timeout(waitMs);
    await messages.write(topic, partitionOf(to.instance, partitions), [reply], givenUp).catch(() => {});
  };

  const begin = (record: StoredRecord): void => {
    const read = readRequest(record);
    if (read === undefined) {
      logger.error(
        { topic: record.topic, offset: record.offset },
        'a record is no request and is passed over',
      );
      return;
    }
    if (read.request.expiresAtMs + CLOCK_SKEW_MS < Date.now()) return;
    const answering = answer(read.request, read.to).finally(() => inHand.delete(answering));
    inHand.add(answering);
  };

  const member = await client.consumer({
    group: groupNames(prefix, consumer.service).requests,
    topics: [requestTopic(prefix, consumer.service).topic],
    from: 'earliest',
    async onBatch({ records, signal }) {
      for (const record of records) {
        while (inHand.size >= MAX_IN_HAND) await Promise.race(inHand);
        if (leaving.signal.aborted || signal.aborted) throw new StoppingError();
        begin(record);
      }
    },
    onError(error) {
      if (error instanceof StoppingError) return;
      logger.warn({ error, service: consumer.service }, 'the consumer of requests met a failure and goes on');
    },
  });

  return groupMember(member, leaving, () => Promise.allSettled(inHand));
}

import { ConsumerGroup } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import type { ReplyRecord, RequestRecord } from '../transport/transport.js';
import type { KafkaRecord } from './kafka-client.js';

/** Who waits for an answer. Not a topic's name: whoever writes a request must not choose what the answerer writes to. */
export interface ReplyAddress {
  readonly service: ServiceName;
  readonly instance: string;
}

const MAX_INSTANCE_LENGTH = 100;
const services = new Set<string>(Object.values(ConsumerGroup));

/** A request as Kafka carries it. */
export const toRequestRecord = (
  request: RequestRecord,
  { service, instance }: ReplyAddress,
): KafkaRecord => ({
  key: request.id,
  value: toJson(request),
  headers: { 'content-type': 'application/json', 'reply-service': service, 'reply-instance': instance },
});

/** The request of a record and who waits for its answer; undefined when it is none. */
export function readRequest({
  value,
  headers,
}: KafkaRecord): { request: RequestRecord; to: ReplyAddress } | undefined {
  const service = headers['reply-service'] ?? '';
  const instance = headers['reply-instance'] ?? '';
  const request = fromJson<RequestRecord>(value);
  const isOne =
    services.has(service) &&
    instance.length > 0 &&
    instance.length <= MAX_INSTANCE_LENGTH &&
    typeof request?.id === 'string' &&
    typeof request.type === 'string' &&
    typeof request.expiresAtMs === 'number';
  if (!isOne) return undefined;
  return { request: request as RequestRecord, to: { service: service as ServiceName, instance } };
}

/** An answer as Kafka carries it: its key is the instance that waits. */
export const toReplyRecord = (reply: ReplyRecord, { instance }: ReplyAddress): KafkaRecord => ({
  key: instance,
  value: toJson(reply),
  headers: { 'content-type': 'application/json' },
});

/** The answer of a record; undefined when it is none. */
export function readReplyRecord({ value }: KafkaRecord): ReplyRecord | undefined {
  const reply = fromJson<ReplyRecord>(value);
  return typeof reply?.id === 'string' && typeof reply.ok === 'boolean' ? (reply as ReplyRecord) : undefined;
}

const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Null for what is no JSON object. */
function fromJson<Expected>(value: Buffer): Partial<Expected> | null {
  try {
    const parsed: unknown = JSON.parse(value.toString('utf8'));
    return typeof parsed === 'object' ? parsed : null;
  } catch {
    return null;
  }
}

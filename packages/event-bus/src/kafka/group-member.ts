import { within } from '../waiting/within.js';
import type { KafkaConsumer } from './kafka-client.js';

/** One consumer of a service in one of its groups. */
export interface GroupMember {
  /** Resolves once the group has given it its share. */
  ready(): Promise<void>;
  /** Takes nothing new, waits for what is in hand and leaves, in at most that time. */
  leave(timeoutMs: number): Promise<void>;
}

/** The member that a consumer is; `leaving` tells its work to begin nothing more, `idle` when nothing is in hand. */
export const groupMember = (
  consumer: KafkaConsumer,
  leaving: AbortController,
  idle: () => Promise<unknown>,
): GroupMember => ({
  ready: () => consumer.ready(),
  async leave(timeoutMs) {
    leaving.abort();
    await within(timeoutMs / 2, idle());
    await within(timeoutMs / 2, consumer.close());
  },
});

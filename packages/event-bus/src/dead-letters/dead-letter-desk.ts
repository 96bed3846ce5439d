import type { Database } from '@sixpence/postgres';
import type { BusEvent, ConsumerGroup, ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { Outbox } from '../outbox/outbox.js';

/** What a service needs to see to its own dead letters. */
export interface DeadLetterDesk {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly service: ServiceName;
  readonly group: ConsumerGroup;
  readonly logger: Logger;
  /** Whether the group has a handler for events of that type. */
  readonly handles: (type: string) => boolean;
  /** Runs the group's handlers of the event once, as try number `attempt`, within REPLAY_TRY_TIMEOUT_MS; rejects when one failed. */
  readonly runOnce: (event: BusEvent, attempt: number) => Promise<void>;
}

/** How long a replay may take: the one who asks still waits then. */
export const REPLAY_TRY_TIMEOUT_MS = 15_000;

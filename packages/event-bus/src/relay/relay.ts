import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger, Metrics } from '@sixpence/telemetry';
import { createLogRelay } from '../numbering/log-relay.js';
import type { Transport } from '../transport/transport.js';
import { defaultRelayTimings, logRelayBounds } from './relay-timings.js';
import type { RelayTimings } from './relay-timings.js';
import { createSinkRelay } from './sink-relay.js';
import { watchOutbox } from './watch-outbox.js';

export interface RelayOptions {
  readonly service: ServiceName;
  readonly db: Database;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly timings?: Partial<RelayTimings> | undefined;
  /** Where it says how far it is behind. */
  readonly metrics?: Metrics | undefined;
}

/** Brings what a service's outbox holds to the bus. Several may run on one outbox. */
export interface Relay {
  start(): void;
  /** Rows were committed: look at once. */
  wake(): void;
  /** Fetches nothing more, finishes (bounded) what is in hand, notes how far it came. */
  stop(): Promise<void>;
  /** Since when (`performance.now()`) rows wait for one and the same older transaction; undefined when none do, or that is not known. */
  readonly waitingSinceMs: number | undefined;
}

/** The relay that fits the transport. */
export function createRelay({ transport, timings, metrics, ...rest }: RelayOptions): Relay {
  const relay =
    transport.kind === 'kafka'
      ? createLogRelay({
          ...rest,
          transport,
          timings: { ...defaultRelayTimings, ...logRelayBounds, ...timings },
        })
      : createSinkRelay({ ...rest, transport, timings: { ...defaultRelayTimings, ...timings } });
  if (metrics) watchOutbox(metrics, rest.db, relay);
  return relay;
}

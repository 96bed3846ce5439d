import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger, Metrics } from '@sixpence/telemetry';
import { createLogRelay } from '../numbering/log-relay.js';
import type { Transport } from '../transport/transport.js';
import { defaultRelayTimings, logRelayBounds } from './relay-timings.js';
import type { RelayTimings } from './relay-timings.js';
import type { Relay } from './relay.js';
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

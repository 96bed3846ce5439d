import type { ModuleMetadata } from '@nestjs/common';
import type { Database } from '@sixpence/postgres';
import type { ConsumerGroup, ServiceName } from '@sixpence/schemas';
import type { Logger, Metrics } from '@sixpence/telemetry';
import type { RetryPolicy } from '../handling/backoff.js';
import type { RelayTimings } from '../relay/relay-timings.js';
import type { BusRetention } from '../retention/sweep-bus.js';
import type { Transport } from '../transport/transport.js';

export interface BusOptions {
  readonly service: ServiceName;
  readonly group: ConsumerGroup;
  readonly transport: Transport;
  /** A logger of the service's name when none is given. */
  readonly logger?: Logger | undefined;
  /** Where the bus says how it does. */
  readonly metrics?: Metrics | undefined;
  /** How failing handlers are tried again. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** How many event handlers of this group run at once; at most 16 when nothing is given. */
  readonly concurrency?: number | undefined;
  readonly relay?: Partial<RelayTimings> | undefined;
  /**
   * Connections of the relay's own; DATABASE's when none are given. A relay that waits for one behind hundreds of requests tells late,
   * and loses its leases. Whoever gave them closes them, after the application's relay has stopped.
   */
  readonly relayDatabase?: Database | undefined;
  readonly retention?: BusRetention | undefined;
  /** Modules that export DATABASE, when no global module does. */
  readonly imports?: ModuleMetadata['imports'];
}

/** Nest's token for the options, with everything settled. */
export const BUS_OPTIONS = Symbol('sixpence.bus-options');

/** Nest's token for the relay of this application. */
export const RELAY = Symbol('sixpence.relay');

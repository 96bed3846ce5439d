import type { Logger } from '@sixpence/telemetry';
import type { EventStreamLimits } from './streams/event-streams.js';

/** What the OpenAPI document says of an API. */
export interface ApiDescription {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

export interface HttpOptions {
  /** The service's name, for its logs. */
  readonly name: string;
  readonly port: number;
  /** 127.0.0.1 unless said. */
  readonly host?: string;
  /** Made by the service's name unless given. */
  readonly logger?: Logger;
  /** When given, `/openapi.json` and `/docs` are served. */
  readonly api?: ApiDescription;
  readonly eventStreams?: Partial<EventStreamLimits>;
}

/** Bounds of the server. */
export const httpLimits = {
  bodyBytes: 64 * 1_024,
  connections: 10_000,
  /** To receive a request whole. */
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 15_000,
  /** Longer than the minute that load balancers keep a connection, or they write into one that we just closed. */
  keepAliveTimeoutMs: 65_000,
  /** Requests that still run when the application closes are cut off after this. */
  drainMs: 5_000,
} as const;

import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { RelayConnection, Sink, Transport } from '../transport/transport.js';
import { defaultRelayTimings } from './relay-timings.js';
import type { RelayTimings } from './relay-timings.js';
import { runSinkLoop } from './sink-loop.js';
import type { SinkLoop } from './sink-loop.js';

export interface RelayOptions {
  readonly service: ServiceName;
  readonly db: Database;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly timings?: Partial<RelayTimings> | undefined;
}

/** Brings what a service's outbox holds to the bus. Several may run on one outbox; the inboxes drop what comes twice. */
export interface Relay {
  start(): void;
  /** Rows were committed: look at once. */
  wake(): void;
  /** Fetches nothing more, finishes (bounded) what is in hand, notes how far each sink came. */
  stop(): Promise<void>;
}

/** A relay that runs one loop for each sink the transport names, so that a slow sink holds back no other. */
export function createRelay({ service, db, transport, logger, timings }: RelayOptions): Relay {
  const loops = new Map<string, { sink: Sink; loop: SinkLoop }>();
  /** Loops that are ending, by sink: another of the same name begins only afterwards, or a key's order could break. */
  const ending = new Map<string, Promise<void>>();
  let wanted: readonly Sink[] = [];
  let connection: RelayConnection | undefined;

  const end = (name: string, loop: SinkLoop): void => {
    loops.delete(name);
    const ended = loop.stop().finally(() => {
      ending.delete(name);
      reconcile();
    });
    ending.set(name, ended);
  };

  const reconcile = (): void => {
    for (const [name, { sink, loop }] of loops) if (!wanted.includes(sink)) end(name, loop);
    for (const sink of wanted) {
      if (loops.has(sink.name) || ending.has(sink.name)) continue;
      const loop = runSinkLoop({ db, sink, logger, timings: { ...defaultRelayTimings, ...timings } });
      loops.set(sink.name, { sink, loop });
    }
  };

  return {
    start() {
      connection ??= transport.connectRelay(service, (sinks) => {
        wanted = sinks;
        reconcile();
      });
    },
    wake() {
      for (const { loop } of loops.values()) loop.wake();
    },
    async stop() {
      connection?.close();
      wanted = [];
      reconcile();
      await Promise.all(ending.values());
    },
  };
}

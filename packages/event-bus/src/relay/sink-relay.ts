import type { Database } from '@sixpence/postgres';
import type { ServiceName } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import type { RelayConnection, Sink, SinkTransport } from '../transport/transport.js';
import { openOutbox } from './open-outbox.js';
import type { RelayTimings } from './relay-timings.js';
import type { Relay } from './relay.js';
import { runSinkLoop } from './sink-loop.js';
import type { SinkLoop } from './sink-loop.js';

export interface SinkRelayOptions {
  readonly service: ServiceName;
  readonly db: Database;
  readonly transport: SinkTransport;
  readonly logger: Logger;
  readonly timings: RelayTimings;
}

/**
 * A relay that runs one loop for each sink the transport names, so that a slow sink holds back no other. Several may run on one
 * outbox; the inboxes drop what comes twice.
 */
export function createSinkRelay({ service, db, transport, logger, timings }: SinkRelayOptions): Relay {
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
      const loop = runSinkLoop({ db, sink, logger, timings });
      loops.set(sink.name, { sink, loop });
    }
  };

  return {
    start() {
      const report = (error: unknown): void => {
        logger.warn({ error }, 'the outbox could not be prepared');
      };
      void openOutbox(db, transport.kind).catch(report);
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
    waitingSinceMs: undefined,
  };
}

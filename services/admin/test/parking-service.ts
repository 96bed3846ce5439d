import { BusStrategy, Inbox, Outbox, createRelay } from '@sixpence/event-bus';
import type { Transport } from '@sixpence/event-bus';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { ConsumerGroup, DomainError, newId, storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent, ServiceName } from '@sixpence/schemas';
import { serviceSchema } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';

export interface ParkingService {
  readonly db: Database;
  readonly outbox: Outbox;
  /** Stores whose events cannot be handled. */
  readonly failing: Set<string>;
  /** Tells of a new store that cannot be handled; gives its id. */
  tellStore(): Promise<string>;
  /** The stores whose events had their effect, in order. */
  handled(): Promise<string[]>;
  /** Leaves the bus: it answers nobody any more. */
  close(): Promise<void>;
}

const at = '2026-11-24T10:00:00.000Z';

/** A service, as far as the bus knows it, that cannot handle what `core` (itself when not given) tells of some stores. */
export async function parkingService(
  url: string,
  transport: Transport,
  service: ServiceName,
  core?: ParkingService,
): Promise<ParkingService> {
  await serviceSchema(service, new URL('./no-migrations/', import.meta.url)).migrate({ url });
  const db = openDatabase({ url, schema: service, poolSize: 4, applicationName: service });
  await db.execute(sql`create table effects (n bigint generated always as identity, what text)`);
  const logger = createLogger(service, { level: 'silent' });
  const relay = createRelay({ service, db, transport, logger });
  const outbox = new Outbox(service, relay.wake);
  const group = ConsumerGroup[service];
  const retry = { maxTries: 2, firstPauseMs: 5, maxPauseMs: 10 };
  const strategy = new BusStrategy({ service, group, transport, db, outbox, logger, retry });
  const inbox = new Inbox(db, group);
  const failing = new Set<string>();
  const handle = async (event: BusEvent): Promise<void> => {
    if (failing.has(event.subject)) throw new DomainError('unknown_chain', `${event.subject} has no chain`);
    await inbox.once(event, async (tx) => {
      await tx.execute(sql`insert into effects (what) values (${event.subject})`);
    });
  };
  for (const { type } of [storeCreated, storeUpdated]) strategy.addHandler(type, handle, true);
  await new Promise<void>((resolve, reject) => {
    strategy.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });
  relay.start();
  const teller = core ?? { db, outbox };
  return {
    db,
    outbox,
    failing,
    async tellStore() {
      const id = newId('sto');
      failing.add(id);
      const store = { id, object: 'store' as const, name: 'Shop', email: null, wallets: [] };
      const object = { ...store, version: 1, createdAt: at, updatedAt: at };
      await teller.db.transaction((tx) =>
        teller.outbox.append(tx, {
          definition: storeCreated,
          key: id,
          version: 1,
          storeId: id,
          livemode: null,
          data: { object },
        }),
      );
      return id;
    },
    handled: async () =>
      (await db.query<{ what: string }>(sql`select what from effects order by n`)).map(({ what }) => what),
    async close() {
      await strategy.close();
      await relay.stop();
      await db.close();
    },
  };
}

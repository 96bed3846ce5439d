import { BusClient, type Transport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { openDatabase, sql, type Database } from '@sixpence/postgres';
import {
  ConsumerGroup,
  newId,
  notificationEvents,
  type BusEvent,
  type Invoice,
  type InvoiceStatus,
  type Store,
} from '@sixpence/schemas';
import { createLogger, newTraceparent } from '@sixpence/telemetry';
import { tellEvent, testDatabase, testTransport } from '@sixpence/testkit';
import { createNotificationsApp, migrateNotifications, type NotificationsOptions } from '../src/index.js';

/** A store as core tells of it. */
export function sampleStore(id: string, given: Partial<Store> = {}): Store {
  const now = new Date().toISOString();
  const name = 'Books & Co';
  return {
    id,
    object: 'store',
    name,
    email: 'shop@example.com',
    wallets: [],
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...given,
  };
}

export interface MessageRow {
  readonly id: string;
  readonly kind: string;
  readonly recipient: string;
  readonly status: string;
  readonly channel: string | null;
  readonly attempts: number;
  readonly lease_until: Date | null;
}

/** The database of the service, which outlives it: what a crash leaves. */
export async function notificationsDatabase() {
  const { url, close } = await testDatabase();
  await migrateNotifications({ url });
  const db = openDatabase({ url, schema: 'notifications', poolSize: 2, applicationName: 'test' });
  return {
    url,
    db,
    messagesOf: (invoiceId: string) =>
      db.query<MessageRow>(
        sql`select * from messages where invoice_id = ${invoiceId} order by kind, recipient`,
      ),
    close: async () => {
      await db.close();
      await close();
    },
  };
}

/** A store that the database knows, without a word over the bus. */
export const knowStore = (db: Database, { id, name, email, version }: Store): Promise<number> =>
  db.execute(
    sql`insert into stores (id, name, email, version) values (${id}, ${name}, ${email}, ${version})`,
  );

export interface Told {
  readonly type: string;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}

export interface RunningNotifications {
  readonly app: ServiceApp;
  readonly client: BusClient;
  /** What others were told of notifications, in order. */
  readonly told: Told[];
  /** Core tells of an invoice now. The same id is the same event. */
  tellInvoice(
    type: string,
    invoice: Invoice,
    options?: { id?: string; previous?: InvoiceStatus },
  ): Promise<void>;
  tellStore(store: Store): Promise<void>;
  close(): Promise<void>;
}

/** The service as it runs, with pauses of a test's patience, and a listener in the place of admin. */
export async function startNotifications(
  databaseUrl: string,
  options: Pick<NotificationsOptions, 'smtpUrl' | 'mailFrom' | 'sending'> = {},
): Promise<RunningNotifications> {
  const transport = await testTransport();
  const told: Told[] = [];
  await transport.join({
    service: 'admin',
    group: ConsumerGroup.admin,
    streams: new Set(['notification']),
    types: new Set(notificationEvents.map(({ type }) => type)),
    requests: new Set(),
    handle: async ({ event }) => void told.push(event as unknown as Told),
    answer: async ({ id }) => ({
      id,
      ok: false,
      problem: { code: 'not_found', detail: 'nothing is answered here' },
    }),
  });
  const app = await createNotificationsApp({
    databaseUrl,
    databasePoolSize: 6,
    host: '127.0.0.1',
    port: 0,
    transport,
    logger: createLogger('notifications', { level: process.env['LOG_LEVEL'] ?? 'silent' }),
    ...options,
    sending: { pollMs: 100, firstPauseMs: 50, ...options.sending },
  });
  return {
    app,
    client: new BusClient(transport),
    told,
    tellInvoice: (type, invoice, { id, previous } = {}) =>
      deliver(transport, 'invoice', {
        ...envelope(type, invoice.id, invoice.version, id),
        storeid: invoice.storeId,
        livemode: invoice.livemode,
        data: { object: invoice, ...(previous ? { previous: { status: previous } } : {}) },
      }),
    tellStore: (store) =>
      deliver(transport, 'store', {
        ...envelope('store.updated', store.id, store.version),
        data: { object: store },
      }),
    close: async () => {
      await app.close();
      await transport.close();
    },
  };
}

const envelope = (type: string, subject: string, sequence: number, id = newId('evt')) => ({
  specversion: '1.0' as const,
  id,
  source: '/sixpence/core',
  type,
  dataversion: 1,
  subject,
  sequence,
  time: new Date().toISOString(),
  storeid: subject,
  livemode: false,
  traceparent: newTraceparent(),
});

/** Hands an event to whoever listens to core, as core's relay would. */
const deliver = (transport: Transport, stream: 'invoice' | 'store', event: BusEvent): Promise<void> =>
  tellEvent(transport, { stream, key: event.subject, version: event.sequence, event });

import { assetsBySymbol, networkOf } from '@sixpence/chains';
import { BusClient, type Transport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { openDatabase, sql, type Database } from '@sixpence/postgres';
import {
  ConsumerGroup,
  invoiceCreated,
  newId,
  paymentEvents,
  type BusEvent,
  type EventOf,
  type Invoice,
  type Payment,
} from '@sixpence/schemas';
import { createLogger, newTraceparent } from '@sixpence/telemetry';
import { newInvoice, tellEvent, testDatabase, testTransport } from '@sixpence/testkit';
import { randomBytes } from 'node:crypto';
import { createPaymentsApp, migratePayments, type ScannedChain } from '../src/index.js';

export const chain = 'eip155:31337';
const dev = networkOf(chain);
if (!dev) throw new Error('no dev network');
const { ETH: ethId, USDC: usdcId } = assetsBySymbol(dev);
export const eth = String(ethId);
export const usdc = String(usdcId);

export type Address = `0x${string}`;

/** An address that nobody has seen. */
export const freshAddress = (): Address => `0x${randomBytes(20).toString('hex')}`;

/** An invoice of 25 USD, as core tells of it. Made now unless said otherwise. */
export function invoiceAt(
  address: string,
  options: { createdAt?: Date; monitoringUntil?: Date; assets?: string[] } = {},
): Invoice {
  const { createdAt = new Date(), monitoringUntil, assets = [usdc, eth] } = options;
  const given: Partial<Invoice> = {
    paymentMethods: assets.map((asset) => ({
      id: newId('pm'),
      type: 'address',
      asset,
      chain,
      symbol: asset === eth ? 'ETH' : 'USDC',
      decimals: asset === eth ? 18 : 6,
      address,
      amount: asset === eth ? '0.0125' : '25',
      rate: asset === eth ? '2000' : '1',
      uri: 'ethereum:',
    })),
  };
  if (monitoringUntil) given.monitoringUntil = monitoringUntil.toISOString();
  return newInvoice(given, createdAt);
}

export function createdEvent(invoice: Invoice): EventOf<typeof invoiceCreated> {
  return {
    specversion: '1.0',
    id: newId('evt'),
    source: '/sixpence/core',
    type: invoiceCreated.type,
    dataversion: 1,
    subject: invoice.id,
    sequence: 1,
    time: new Date().toISOString(),
    storeid: invoice.storeId,
    livemode: invoice.livemode,
    traceparent: newTraceparent(),
    data: { object: invoice },
  };
}

/** Hands an event to whoever listens to core, as core's relay would. */
const deliver = (transport: Transport, event: BusEvent): Promise<void> =>
  tellEvent(transport, { stream: 'invoice', key: event.subject, version: event.sequence, event });

export interface PaymentEvent {
  readonly type: string;
  readonly sequence: number;
  readonly payment: Payment;
}

/** The database of one service, which outlives the service: what a crash leaves. */
export async function paymentsDatabase() {
  const { url, close } = await testDatabase();
  await migratePayments({ url });
  const db = openDatabase({ url, schema: 'payments', poolSize: 2, applicationName: 'test' });
  return {
    url,
    db,
    /** What was told of an address, in the order it was written. */
    eventsOf: (address: string) => eventsOf(db, address),
    close: async () => {
      await db.close();
      await close();
    },
  };
}

async function eventsOf(db: Database, address: string): Promise<PaymentEvent[]> {
  const rows = await db.query<{ envelope: BusEvent<{ object: Payment }> }>(sql`
    select envelope from outbox where lower(envelope #>> '{data,object,address}') = ${address.toLowerCase()} order by txid, id`);
  return rows.map(({ envelope: { type, sequence, data } }) => ({ type, sequence, payment: data.object }));
}

export interface RunningPayments {
  readonly app: ServiceApp;
  readonly client: BusClient;
  /** Types of events that others were told, in their order, with the payment's id. */
  readonly told: { type: string; id: string; sequence: number }[];
  /** Core made an invoice: tells of it now. */
  create(invoice: Invoice): Promise<void>;
  close(): Promise<void>;
}

/** The service as it runs, and a listener in the place of core. */
export async function startPayments(
  databaseUrl: string,
  chains: readonly ScannedChain[],
): Promise<RunningPayments> {
  const transport = await testTransport();
  const told: RunningPayments['told'] = [];
  await transport.join({
    service: 'core',
    group: ConsumerGroup.core,
    streams: new Set(['payment']),
    types: new Set(paymentEvents.map(({ type }) => type)),
    requests: new Set(),
    handle: async ({ event }) =>
      void told.push({ type: event.type, id: event.subject, sequence: event.sequence }),
    answer: async ({ id }) => ({
      id,
      ok: false,
      problem: { code: 'not_found', detail: 'nothing is answered here' },
    }),
  });
  const app = await createPaymentsApp({
    databaseUrl,
    databasePoolSize: 6,
    host: '127.0.0.1',
    port: 0,
    chains,
    transport,
    logger: createLogger('payments', { level: process.env['LOG_LEVEL'] ?? 'silent' }),
  });
  return {
    app,
    client: new BusClient(transport),
    told,
    create: (invoice) => deliver(transport, createdEvent(invoice)),
    close: async () => {
      await app.close();
      await transport.close();
    },
  };
}

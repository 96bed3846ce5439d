import { Outbox, outboxRow } from '@sixpence/event-bus';
import type { Consumer, Transport } from '@sixpence/event-bus';
import type { BusEvent } from '@sixpence/schemas';
import { createCoreApp, migrateCore } from '@sixpence/service-core';
import { createLogger } from '@sixpence/telemetry';
import pg from 'pg';
import { openHttpLoad } from '../invoices/create-over-http.js';
import { chain, openShop } from '../invoices/shop.js';
import { fullLoad } from '../measures/load.js';
import type { Job, JobOptions } from './job.js';
import { eventOf, newPayment } from './payment-events.js';

const httpConnections = 64;

/**
 * Core's own transaction when a payment is seen: the event is noted, the invoice locked, the payment written, the invoice
 * changed and told. `outbox: false` leaves out the last, and nothing else. Its handlers are called as the bus calls them;
 * the relay has nowhere to go and does nothing.
 */
export async function applyPayments(options: JobOptions): Promise<Job> {
  const { databaseUrl, events, warmUp, connections, outbox } = options;
  await migrateCore({ url: databaseUrl });
  const { transport, consumer } = createDeafTransport();
  const core = await createCoreApp({
    databaseUrl,
    databasePoolSize: connections,
    host: '127.0.0.1',
    port: 0,
    transport,
    logger: createLogger('core', { level: 'warn' }),
    chains: [chain],
    checkoutUrl: 'http://127.0.0.1/checkout',
    rateLimit: { perSecond: 1_000_000, burst: 1_000_000 },
  });
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=core' });
  await client.connect();
  await makeInvoices(core.url, client, events + warmUp);
  const payments = await paymentsFor(client);
  if (!outbox) core.app.get(Outbox, { strict: false }).append = () => Promise.resolve();
  const apply = async (number: number): Promise<void> => {
    const event = payments[number] as BusEvent;
    await consumer().handle({ stream: 'payment', key: event.subject, version: event.sequence, event }, []);
  };
  await fullLoad(warmUp, connections, (number) => apply(events + number));
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  return {
    async run() {
      const { operations, seconds } = await fullLoad(events, connections, apply);
      await requireApplied(client, events + warmUp, outbox);
      return { operations, seconds };
    },
    async close() {
      await client.end();
      await core.close();
    },
  };
}

/** A transport that carries nothing; it gives the consumer that joined it. */
function createDeafTransport(): { transport: Transport; consumer: () => Consumer } {
  let joined: Consumer | undefined;
  return {
    transport: {
      kind: 'in-process',
      join(consumer) {
        joined = consumer;
        return Promise.resolve({ leave: () => Promise.resolve() });
      },
      connectRelay: () => ({ close: () => {} }),
      request: () => Promise.reject(new Error('nobody answers')),
      close: () => Promise.resolve(),
    },
    consumer() {
      if (joined === undefined) throw new Error('core has not joined');
      return joined;
    },
  };
}

async function makeInvoices(url: string, client: pg.Client, count: number): Promise<void> {
  const http = await openHttpLoad(url, await openShop(client), httpConnections);
  await fullLoad(count, httpConnections, http.create);
  http.close();
}

interface MethodRow {
  readonly invoice_id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly method: {
    id: string;
    chain: string;
    asset: string;
    decimals: number;
    address: string;
    amount: string;
  };
}

/** For each invoice the event of a payment that pays its first method. */
async function paymentsFor(client: pg.Client): Promise<BusEvent[]> {
  const { rows } = await client.query<MethodRow>(
    'select id as invoice_id, store_id, livemode, methods -> 0 as method from invoices order by id',
  );
  return rows.map(({ invoice_id: invoiceId, store_id: storeId, livemode, method }) => {
    const { id: methodId, asset, decimals, address, amount } = method;
    const payment = newPayment({
      invoiceId,
      storeId,
      livemode,
      methodId,
      chain: method.chain,
      asset,
      decimals,
      address,
      amount,
    });
    return JSON.parse(outboxRow(eventOf(payment)).envelope) as BusEvent;
  });
}

/** A measure of what was not done is none. */
async function requireApplied(client: pg.Client, events: number, outbox: boolean): Promise<void> {
  const { rows } = await client.query<{ changed: string; told: string }>(
    `select (select count(*) from invoices where version > 1) as changed,
            (select count(*) from outbox where version > 1) as told`,
  );
  const [{ changed, told } = { changed: '0', told: '0' }] = rows;
  if (Number(changed) !== events || Number(told) > 0 !== outbox)
    throw new Error(`of ${events} payments ${changed} changed their invoice, and ${told} were told`);
}

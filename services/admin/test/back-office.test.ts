import { createRelay, Outbox } from '@sixpence/event-bus';
import type { Relay, Transport } from '@sixpence/event-bus';
import { openDatabase } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { invoiceCreated, invoiceSettled, newId, webhookDelivered } from '@sixpence/schemas';
import type { ServiceName, WebhookDelivery } from '@sixpence/schemas';
import { serviceSchema } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';
import { newInvoice, testDatabase, testTransport, until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminToken, startAdmin } from './start-admin.js';

const at = '2026-11-24T10:00:00.000Z';

let database: Awaited<ReturnType<typeof testDatabase>>;
let transport: Transport;
let admin: Awaited<ReturnType<typeof startAdmin>>;
const closers: (() => Promise<unknown>)[] = [];

/** Another service, as far as the bus knows: its outbox and the relay that publishes it. */
async function teller(service: ServiceName): Promise<{ db: Database; outbox: Outbox }> {
  await serviceSchema(service, new URL('./no-migrations/', import.meta.url)).migrate({ url: database.url });
  const db = openDatabase({ url: database.url, schema: service, poolSize: 2, applicationName: service });
  const relay: Relay = createRelay({
    service,
    db,
    transport,
    logger: createLogger(service, { level: 'silent' }),
  });
  relay.start();
  closers.push(async () => {
    await relay.stop();
    await db.close();
  });
  return { db, outbox: new Outbox(service, relay.wake) };
}

const delivery = (invoiceId: string, storeId: string): WebhookDelivery => ({
  id: newId('whd'),
  object: 'webhook_delivery',
  storeId,
  livemode: false,
  endpointId: newId('whe'),
  eventId: newId('evt'),
  eventType: 'invoice.settled',
  invoiceId,
  status: 'delivered',
  attempts: [],
  attemptCount: 1,
  nextAttemptAt: null,
  version: 1,
  createdAt: at,
  updatedAt: at,
});

const get = (path: string, token = adminToken) =>
  fetch(admin.url + path, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  database = await testDatabase();
  transport = await testTransport();
  admin = await startAdmin(database.url, transport);
});

afterAll(async () => {
  await Promise.all(closers.map((close) => close()));
  await admin?.close();
  await transport?.close();
  await database?.close();
});

test('the timeline gathers what every service tells of an invoice, in order, with a sentence each', async () => {
  const [core, webhooks] = await Promise.all([teller('core'), teller('webhooks')]);
  const [id, storeId] = [newId('inv'), newId('sto')];
  const common = { key: id, storeId, livemode: false };
  await core.db.transaction((tx) =>
    core.outbox.append(
      tx,
      { ...common, definition: invoiceCreated, version: 1, data: { object: newInvoice({ id, storeId }) } },
      {
        ...common,
        definition: invoiceSettled,
        version: 2,
        data: {
          object: newInvoice({ id, storeId, status: 'settled', paid: '25.00' }),
          previous: { status: 'processing' },
        },
      },
    ),
  );
  const told = delivery(id, storeId);
  await webhooks.db.transaction((tx) =>
    webhooks.outbox.append(tx, {
      definition: webhookDelivered,
      key: told.id,
      version: 1,
      storeId,
      livemode: false,
      data: { object: told },
    }),
  );

  const entries = await until(
    async () => {
      const response = await get(`/v1/invoices/${id}/timeline`);
      if (response.status === 404) return undefined;
      const { data } = (await response.json()) as {
        data: { type: string; service: string; summary: string }[];
      };
      return data.length === 3 ? data : undefined;
    },
    { timeoutMs: 5_000, what: 'three entries' },
  );
  expect(entries.map(({ service, type, summary }) => [service, type, summary])).toEqual([
    ['core', 'invoice.created', 'An invoice over 25.00 USD was made.'],
    ['core', 'invoice.settled', 'Settled: 25.00 USD is final.'],
    ['webhooks', 'webhook.delivered', 'invoice.settled was delivered at attempt 1.'],
  ]);
});

test.each([
  ['no token', {}, 401],
  ['a wrong token', { authorization: 'Bearer wrong' }, 401],
  ['another scheme', { authorization: `Basic ${adminToken}` }, 401],
])('an operator with %s is refused', async (_case, headers, status) => {
  for (const path of ['/v1/invoices/inv_x/timeline', '/v1/stores']) {
    const response = await fetch(admin.url + path, { headers: headers as Record<string, string> });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
  }
});

test('the timeline of an unknown invoice is a 404 problem', async () => {
  const response = await get('/v1/invoices/inv_unknown/timeline');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'invoice_not_found' });
});

test('while core does not answer, the operator gets a 503 problem', async () => {
  const response = await get('/v1/stores');
  expect(response.status).toBe(503);
});

import { sql } from '@sixpence/postgres';
import type { ChainStatus, Invoice } from '@sixpence/schemas';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { devChain, startRulesCore } from './rules-core.js';
import type { RulesCore } from './rules-core.js';

let core: RulesCore;

beforeAll(async () => {
  core = await startRulesCore();
});

afterAll(async () => {
  await core.close();
});

beforeEach(() => {
  core.payments.statuses = [];
});

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1000);
const scannedUntil = (at: Date): ChainStatus[] => [
  {
    chain: devChain,
    headNumber: 10,
    scannedNumber: 10,
    scannedUntil: at.toISOString(),
    healthy: true,
    dev: true,
  },
];
const types = async (id: string) => (await core.events(id)).map(({ type }) => type);
const expiredFor = (seconds: number): Promise<Invoice> =>
  core.createInvoice({ createdAt: ago(seconds + 60), expiresAt: ago(seconds) });

test('an invoice past its expiry waits until its chains are scanned past it', async () => {
  const invoice = await expiredFor(10);
  core.payments.statuses = scannedUntil(ago(11));
  await core.expireInvoices.run();
  expect((await core.invoice(invoice.id)).status).toBe('new');
  core.payments.statuses = scannedUntil(ago(9));
  await core.expireInvoices.run();
  expect(await core.invoice(invoice.id)).toMatchObject({ status: 'expired', version: 2 });
  expect(await types(invoice.id)).toEqual(['invoice.created', 'invoice.expired']);
});

test('after half a minute it waits no longer, even for a service that does not answer', async () => {
  const waiting = await expiredFor(20);
  const waited = await expiredFor(31);
  core.payments.statuses = undefined;
  await core.expireInvoices.run();
  expect((await core.invoice(waiting.id)).status).toBe('new');
  expect((await core.invoice(waited.id)).status).toBe('expired');
});

test('an invoice that is not past its expiry, and one that is paid, do not expire', async () => {
  const open = await core.createInvoice();
  const paid = await core.createInvoice({ createdAt: ago(200), expiresAt: ago(100) });
  await core.payments.detect(paid, { blockTime: ago(150).toISOString() });
  await core.reaches(paid.id, 'processing');
  core.payments.statuses = scannedUntil(new Date());
  await core.expireInvoices.run();
  expect((await core.invoice(open.id)).status).toBe('new');
  expect((await core.invoice(paid.id)).status).toBe('processing');
});

test('what came too little is kept and shown', async () => {
  const invoice = await expiredFor(100);
  await core.payments.confirm(
    await core.payments.detect(invoice, { amount: '10', blockTime: ago(120).toISOString() }),
  );
  await expect.poll(() => core.balances(invoice.id)).toHaveProperty('customer-funds USDC');
  core.payments.statuses = scannedUntil(new Date());
  await core.payments.due('invoices.expire');
  expect(await core.reaches(invoice.id, 'expired')).toMatchObject({
    exception: 'underpaid',
    paid: '10.00',
    due: '15.00',
  });
  expect((await core.balances(invoice.id))['customer-funds USDC']).toBe('-10000000');
});

test('money that comes late, within the monitoring, settles an expired invoice', async () => {
  const invoice = await expiredFor(100);
  core.payments.statuses = scannedUntil(new Date());
  await core.expireInvoices.run();
  const payment = await core.payments.detect(invoice);
  expect(await core.reaches(invoice.id, 'processing')).toMatchObject({ exceptions: ['late'] });
  await core.payments.confirm(payment);
  expect(await core.reaches(invoice.id, 'settled')).toMatchObject({
    exceptions: ['late'],
    payments: [{ late: true }],
  });
  expect(await types(invoice.id)).toEqual([
    'invoice.created',
    'invoice.expired',
    'invoice.processing',
    'invoice.settled',
  ]);
});

test('many invoices expire once each, however many processes look for them at once', async () => {
  const invoices = await Promise.all(Array.from({ length: 450 }, () => expiredFor(60)));
  await Promise.all([core.expireInvoices.run(), core.expireInvoices.run(), core.expireInvoices.run()]);
  // Rows that another process held at that moment are left to the next time.
  await core.expireInvoices.run();
  const told = await core.db.query<{ key: string; events: string }>(sql`
    select key, count(*) as events from outbox
     where type = 'invoice.expired' and key = any(${invoices.map(({ id }) => id)}::text[]) group by key`);
  expect(told).toHaveLength(450);
  expect(told.every(({ events }) => events === '1')).toBe(true);
});

test('a settled invoice whose money is taken back after its expiry is expired, and invalid when its monitoring ends', async () => {
  const invoice = await core.createInvoice({
    createdAt: ago(200),
    expiresAt: ago(100),
    monitoringUntil: ago(40),
  });
  const payment = await core.payments.detect(invoice, { blockTime: ago(150).toISOString() });
  const confirmed = await core.payments.confirm(payment);
  await core.reaches(invoice.id, 'settled');
  await core.payments.reorg(confirmed);
  expect(await core.reaches(invoice.id, 'expired')).toMatchObject({ exceptions: ['reorged'] });
  await core.expireInvoices.run();
  expect(await core.invoice(invoice.id)).toMatchObject({ status: 'invalid', exceptions: ['reorged'] });
  expect(await types(invoice.id)).toEqual([
    'invoice.created',
    'invoice.processing',
    'invoice.settled',
    'invoice.reopened',
    'invoice.expired',
    'invoice.invalid',
  ]);
});

test('an open invoice can be canceled, once', async () => {
  const invoice = await core.createInvoice();
  const owner = { storeId: invoice.storeId, livemode: false };
  expect(await core.cancelInvoice.run(invoice.id, owner)).toMatchObject({ status: 'canceled', version: 2 });
  expect(await types(invoice.id)).toEqual(['invoice.created', 'invoice.canceled']);
  await expect(core.cancelInvoice.run(invoice.id, owner)).rejects.toMatchObject({
    code: 'invoice_not_cancelable',
  });
  await expect(core.cancelInvoice.run(invoice.id, { ...owner, livemode: true })).rejects.toMatchObject({
    code: 'invoice_not_found',
  });
  await expect(core.cancelInvoice.run('inv_none')).rejects.toMatchObject({ code: 'invoice_not_found' });
});

test('an invoice on which something was paid cannot be canceled', async () => {
  const invoice = await core.createInvoice();
  await core.payments.detect(invoice, { amount: '1' });
  await expect.poll(async () => (await core.invoice(invoice.id)).exception).toBe('underpaid');
  await expect(core.cancelInvoice.run(invoice.id)).rejects.toMatchObject({ code: 'invoice_not_cancelable' });
});

test('a canceled invoice stays canceled for money that is mined later, and takes money that was mined before', async () => {
  const [later, before] = [await core.createInvoice(), await core.createInvoice()];
  for (const { id } of [later, before]) await core.cancelInvoice.run(id);
  await core.payments.confirm(
    await core.payments.detect(later, { blockTime: new Date(Date.now() + 2_000).toISOString() }),
  );
  await expect
    .poll(() => core.balances(later.id))
    .toEqual({ 'deposits USDC': '25000000', 'suspense:late USDC': '-25000000' });
  expect(await core.invoice(later.id)).toMatchObject({
    status: 'canceled',
    exceptions: ['late'],
    paid: '0.00',
  });
  await core.payments.confirm(await core.payments.detect(before, { blockTime: ago(5).toISOString() }));
  expect(await core.reaches(before.id, 'settled')).toMatchObject({ exceptions: [] });
});

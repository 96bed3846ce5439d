import { sql } from '@sixpence/postgres';
import { paymentConfirmed, paymentDetected, publicEvent, toPublicEvent } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blockHash, seenPayment } from './payments-stand-in.js';
import { startRulesCore } from './rules-core.js';
import type { RulesCore } from './rules-core.js';

let core: RulesCore;

beforeAll(async () => {
  core = await startRulesCore();
});

afterAll(async () => {
  await core.close();
});

const types = async (id: string) => (await core.events(id)).map(({ type }) => type);
const journalTypes = async (id: string) => (await core.journals(id)).map(({ type }) => type);

/** Waits until core has had every event there is of a payment. */
const heard = (paymentId: string, version: number) =>
  until(() => core.db.maybe(sql`select from payments where id = ${paymentId} and version >= ${version}`), {
    what: `version ${version} of ${paymentId} to be heard`,
  });

test('a payment takes an invoice from new over processing to settled, with balanced books', async () => {
  const invoice = await core.createInvoice();
  const payment = await core.payments.detect(invoice);
  const processing = await core.reaches(invoice.id, 'processing');
  expect(processing).toMatchObject({ paid: '25.00', due: '0.00', exception: 'none' });
  expect(await core.balances(invoice.id)).toEqual({});

  await core.payments.confirm(payment);
  const settled = await core.reaches(invoice.id, 'settled');
  expect(settled.payments).toMatchObject([
    {
      id: payment.id,
      transaction: payment.transaction,
      index: 0,
      amount: '25',
      status: 'confirmed',
      late: false,
    },
  ]);
  expect(settled.version).toBe(3);
  expect(await types(invoice.id)).toEqual(['invoice.created', 'invoice.processing', 'invoice.settled']);
  expect(await journalTypes(invoice.id)).toEqual(['payment.credit', 'invoice.settlement']);
  expect(await core.balances(invoice.id)).toEqual({ 'deposits USDC': '25000000', 'sales USDC': '-25000000' });
});

test('events carry the whole invoice as it was, and what it was before', async () => {
  const invoice = await core.createInvoice();
  await core.payments.confirm(await core.payments.detect(invoice));
  await core.reaches(invoice.id, 'settled');
  const [, processing, settled] = await core.events(invoice.id);
  expect(processing?.data).toMatchObject({
    object: { id: invoice.id, status: 'processing', version: 2 },
    previous: { status: 'new' },
  });
  expect(settled?.data).toMatchObject({
    object: { status: 'settled', version: 3 },
    previous: { status: 'processing' },
  });
  expect(settled?.sequence).toBe(3);
  expect(settled?.data.object).toEqual(await core.invoice(invoice.id));
});

test('the same event, told again, has its effect once', async () => {
  const invoice = await core.createInvoice();
  const payment = await core.payments.detect(invoice);
  const confirmed = await core.payments.confirm(payment);
  await core.reaches(invoice.id, 'settled');
  // The relay that lost its cursor: the same two events come once more, and one under another id.
  await core.payments.tell(paymentConfirmed, confirmed);
  await core.payments.tell(paymentDetected, payment);
  const last = await core.payments.detect(invoice, { symbol: 'ETH', amount: '0.001' });
  await heard(last.id, 1);
  expect(await journalTypes(invoice.id)).toEqual(['payment.credit', 'invoice.settlement']);
  expect(await types(invoice.id)).toEqual([
    'invoice.created',
    'invoice.processing',
    'invoice.settled',
    'invoice.overpaid',
  ]);
});

test('a confirmation that comes before its detection settles, and the detection changes nothing', async () => {
  const invoice = await core.createInvoice();
  const seen = seenPayment(invoice);
  const confirmed = { ...seen, version: 2, status: 'confirmed' as const, confirmedAt: seen.seenAt };
  await core.payments.tell(paymentConfirmed, confirmed);
  await core.reaches(invoice.id, 'settled');
  await core.payments.tell(paymentDetected, seen);
  await core.payments.confirm(await core.payments.detect(invoice, { symbol: 'ETH', amount: '0.001' }));
  await until(async () => (await core.invoice(invoice.id)).payments.length === 2, { what: 'both payments' });
  expect(await core.invoice(invoice.id)).toMatchObject({ status: 'settled' });
});

test('several payments by several methods add up', async () => {
  const invoice = await core.createInvoice();
  const first = await core.payments.detect(invoice, { amount: '10' });
  await until(async () => (await core.invoice(invoice.id)).exception === 'underpaid', { what: 'underpaid' });
  expect(await core.invoice(invoice.id)).toMatchObject({ status: 'new', paid: '10.00', due: '15.00' });
  const second = await core.payments.detect(invoice, { symbol: 'ETH', amount: '0.005' });
  await core.reaches(invoice.id, 'processing');
  await core.payments.confirm(first);
  await core.payments.confirm(second);
  await core.reaches(invoice.id, 'settled');
  expect(await types(invoice.id)).toEqual([
    'invoice.created',
    'invoice.underpaid',
    'invoice.processing',
    'invoice.settled',
  ]);
  expect(await core.balances(invoice.id)).toEqual({
    'deposits USDC': '10000000',
    'sales USDC': '-10000000',
    'deposits ETH': '5000000000000000',
    'sales ETH': '-5000000000000000',
  });
});

test('many payments at once settle an invoice once', async () => {
  const invoice = await core.createInvoice();
  const seen = await Promise.all(
    Array.from({ length: 10 }, () => core.payments.detect(invoice, { amount: '2.5' })),
  );
  await Promise.all(seen.map((payment) => core.payments.confirm(payment)));
  expect((await core.reaches(invoice.id, 'settled')).payments).toHaveLength(10);
  expect(await core.balances(invoice.id)).toEqual({ 'deposits USDC': '25000000', 'sales USDC': '-25000000' });
  expect((await types(invoice.id)).filter((type) => type === 'invoice.settled')).toHaveLength(1);
  expect((await journalTypes(invoice.id)).filter((type) => type === 'invoice.settlement')).toHaveLength(1);
});

test('two transfers in one transaction count twice', async () => {
  const invoice = await core.createInvoice();
  const transaction = blockHash('two transfers');
  await core.payments.confirm(
    await core.payments.detect(invoice, { amount: '12.5', transaction, position: 'log:0' }),
  );
  await core.payments.confirm(
    await core.payments.detect(invoice, { amount: '12.5', transaction, position: 'log:1', index: 1 }),
  );
  expect((await core.reaches(invoice.id, 'settled')).payments.map(({ index }) => index)).toEqual([0, 1]);
  expect((await core.balances(invoice.id))['sales USDC']).toBe('-25000000');
});

test('what is more than was due is named, and goes to suspense', async () => {
  const invoice = await core.createInvoice();
  await core.payments.confirm(await core.payments.detect(invoice, { amount: '30' }));
  expect(await core.reaches(invoice.id, 'settled')).toMatchObject({ exception: 'overpaid', paid: '30.00' });
  expect(await types(invoice.id)).toContain('invoice.overpaid');
  expect(await core.balances(invoice.id)).toEqual({
    'deposits USDC': '30000000',
    'sales USDC': '-25000000',
    'suspense:overpaid USDC': '-5000000',
  });
});

test('a settled payment that the chain takes back reopens the invoice, reverses the books, and may come again', async () => {
  const invoice = await core.createInvoice();
  const confirmed = await core.payments.confirm(await core.payments.detect(invoice));
  await core.reaches(invoice.id, 'settled');

  const gone = await core.payments.reorg(confirmed);
  const reopened = await core.reaches(invoice.id, 'new');
  expect(reopened).toMatchObject({ exception: 'reorged', paid: '0.00', payments: [{ status: 'reorged' }] });
  expect(await core.balances(invoice.id)).toEqual({});
  const journals = await core.journals(invoice.id);
  expect(journals.map(({ type }) => type)).toEqual([
    'payment.credit',
    'invoice.settlement',
    'invoice.adjustment',
    'payment.reversal',
  ]);
  expect(journals[2]?.reverses).toBe(journals[1]?.id);
  expect(journals[3]?.reverses).toBe(journals[0]?.id);

  const again = await core.payments.mineAgain(gone, { blockHash: blockHash('101'), blockNumber: 101 });
  expect(await core.reaches(invoice.id, 'processing')).toMatchObject({ exceptions: [] });
  await core.payments.confirm(again);
  await core.reaches(invoice.id, 'settled');
  expect((await journalTypes(invoice.id)).slice(4)).toEqual(['payment.credit', 'invoice.settlement']);
  expect(await core.balances(invoice.id)).toEqual({ 'deposits USDC': '25000000', 'sales USDC': '-25000000' });
  expect(await types(invoice.id)).toEqual([
    'invoice.created',
    'invoice.processing',
    'invoice.settled',
    'invoice.reopened',
    'invoice.processing',
    'invoice.settled',
  ]);
});

test('a payment that comes back in the very block it was taken from is booked again', async () => {
  const invoice = await core.createInvoice();
  const confirmed = await core.payments.confirm(await core.payments.detect(invoice));
  await core.reaches(invoice.id, 'settled');
  const gone = await core.payments.reorg(confirmed);
  await core.reaches(invoice.id, 'new');
  await core.payments.confirm(await core.payments.mineAgain(gone, { blockHash: confirmed.blockHash }));
  await core.reaches(invoice.id, 'settled');
  expect(await core.balances(invoice.id)).toEqual({ 'deposits USDC': '25000000', 'sales USDC': '-25000000' });
});

test('money that comes after the monitoring counts for nothing and is booked apart', async () => {
  const longAgo = new Date(Date.now() - 3_600_000);
  const invoice = await core.createInvoice({
    createdAt: longAgo,
    expiresAt: longAgo,
    monitoringUntil: longAgo,
  });
  const payment = await core.payments.unmatched(await core.payments.detect(invoice));
  await heard(payment.id, 2);
  expect(await core.invoice(invoice.id)).toMatchObject({
    status: 'new',
    paid: '0.00',
    exceptions: [],
    payments: [{ late: true }],
  });
  expect(await core.balances(invoice.id)).toEqual({
    'deposits USDC': '25000000',
    'suspense:unmatched USDC': '-25000000',
  });
});

test('a payment that does not fit its invoice is parked and credits nothing', async () => {
  const invoice = await core.createInvoice();
  const [asEther] = invoice.paymentMethods;
  const foreign = await core.payments.detect(invoice, { methodId: asEther?.id ?? '', amount: '25' });
  const anothers = await core.payments.detect(invoice, { storeId: 'sto_other' });
  const parked = await until(
    async () => {
      const rows = await core.db.query<{ error_code: string }>(
        sql`select error_code from dead_letters where key = any(${[foreign.id, anothers.id]}::text[])`,
      );
      return rows.length === 2 && rows;
    },
    { what: 'both to be parked' },
  );
  expect(parked.map(({ error_code }) => error_code)).toEqual(['payment_mismatch', 'payment_mismatch']);
  expect(await core.invoice(invoice.id)).toMatchObject({ status: 'new', payments: [] });
});

test("a merchant's events are those of invoices and payments, in one order", async () => {
  const invoice = await core.createInvoice();
  await core.payments.confirm(await core.payments.detect(invoice));
  await core.reaches(invoice.id, 'settled');
  const rows = await until(
    async () => {
      const found = await core.db.query<{ envelope: BusEvent }>(sql`
      select envelope from public_events
       where store_id = ${invoice.storeId} and livemode = false and (envelope -> 'data' -> 'object' ->> 'id' = ${invoice.id}
          or envelope -> 'data' -> 'object' ->> 'invoiceId' = ${invoice.id})
       order by txid, id`);
      return found.length === 5 && found;
    },
    { what: 'all events to be listed' },
  );
  const shown = rows.map(({ envelope }) => publicEvent.parse(toPublicEvent(envelope)));
  expect(shown.map(({ type }) => type)).toEqual([
    'invoice.created',
    'payment.detected',
    'invoice.processing',
    'payment.confirmed',
    'invoice.settled',
  ]);
});

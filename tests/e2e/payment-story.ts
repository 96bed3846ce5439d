import { Webhook } from 'standardwebhooks';
import { parseUnits, type Hex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpSink, until } from '@sixpence/testkit';
import { call, type Standalone } from '../standalone.js';
import { pay } from '../wallet.js';

export interface Method {
  id: string;
  asset: string;
  address: Hex;
  amount: string;
  decimals: number;
}

interface Payment {
  id: string;
  transaction: string;
  amount: string;
  status: string;
  confirmations: number;
  requiredConfirmations: number;
}

export interface Invoice {
  id: string;
  status: string;
  paid: string;
  exceptions: string[];
  paymentMethods: Method[];
  payments: Payment[];
}

export interface Journal {
  id: string;
  type: string;
  postings: { account: string; asset: string; amount: string }[];
}

const settleLimitMs = 30_000;

/** The method in the test token. */
export const usdc = (invoice: Invoice): Method => {
  const method = invoice.paymentMethods.find((candidate) => candidate.asset.includes('/erc20:'));
  if (!method) throw new Error('The invoice offers no token');
  return method;
};

const coin = (invoice: Invoice): Method => {
  const method = invoice.paymentMethods.find((candidate) => candidate.asset.includes('/slip44:'));
  if (!method) throw new Error('The invoice offers no coin');
  return method;
};

/** The sum of each asset's postings, with a scale that no asset exceeds. */
function sums(journals: Journal[]): Record<string, bigint> {
  const totals: Record<string, bigint> = {};
  for (const { asset, amount } of journals.flatMap((journal) => journal.postings)) {
    const negative = amount.startsWith('-');
    const units = parseUnits(negative ? amount.slice(1) : amount, 18);
    totals[asset] = (totals[asset] ?? 0n) + (negative ? -units : units);
  }
  return totals;
}

/** The tests of the first payment, on whatever `start` starts; each tier of Sixpence has the same. */
export function paymentStory(start: () => Promise<Standalone>): void {
  let sixpence: Standalone;
  let sink: Awaited<ReturnType<typeof httpSink>>;
  let secret: string;

  const invoiceUrl = (id: string) => `${sixpence.dev.apiUrl}/v1/invoices/${id}`;
  const getInvoice = (id: string) => call<Invoice>(invoiceUrl(id), sixpence.dev.apiKey);
  const createInvoice = (body: object) =>
    call<Invoice>(`${sixpence.dev.apiUrl}/v1/invoices`, sixpence.dev.apiKey, { body });
  const becomes = (id: string, status: string) =>
    until(
      async () => {
        const invoice = await getInvoice(id);
        return invoice.status === status ? invoice : undefined;
      },
      { timeoutMs: settleLimitMs, what: `${id} to be ${status}` },
    );
  const deliveriesOf = (id: string, type: string) =>
    sink.requests
      .map((request) => ({
        headers: request.headers,
        body: request.body,
        event: JSON.parse(request.body) as { type: string; data: { object: Invoice } },
      }))
      .filter(({ event }) => event.type === type && event.data.object.id === id);

  beforeAll(async () => {
    sixpence = await start();
    sink = await httpSink();
    const endpoint = await call<{ secret: string }>(
      `${sixpence.dev.apiUrl}/v1/webhook-endpoints`,
      sixpence.dev.apiKey,
      {
        body: { url: sink.url },
      },
    );
    secret = endpoint.secret;
  }, 240_000);

  afterAll(async () => {
    await sixpence?.dispose();
    await sink?.close();
  });

  test('goes from an invoice to settled, with a verified webhook, balanced books, a mail and a whole timeline', async () => {
    const created = await createInvoice({
      amount: '25.00',
      currency: 'USD',
      orderId: 'order-1',
      customer: { email: 'payer@example.com' },
    });
    expect(created.status).toBe('new');
    const method = usdc(created);
    const transaction = await pay(sixpence.dev, method);

    const settled = await becomes(created.id, 'settled');
    expect(settled.paid).toBe('25.00');
    expect(settled.exceptions).toEqual([]);
    expect(settled.payments).toHaveLength(1);
    expect(settled.payments[0]).toMatchObject({ transaction, status: 'confirmed', requiredConfirmations: 3 });

    const delivery = await until(() => deliveriesOf(created.id, 'invoice.settled')[0], {
      timeoutMs: settleLimitMs,
      what: 'the webhook',
    });
    const verified = new Webhook(secret).verify(
      delivery.body,
      delivery.headers as Record<string, string>,
    ) as { data: { object: Invoice } };
    expect(verified.data.object).toMatchObject({
      id: created.id,
      status: 'settled',
      payments: [{ transaction }],
    });

    const { data: journals } = await call<{ data: Journal[] }>(
      `${sixpence.dev.apiUrl}/v1/journals?invoice=${created.id}`,
      sixpence.dev.apiKey,
    );
    expect(journals.map((journal) => journal.type)).toEqual(['payment.credit', 'invoice.settlement']);
    expect(Object.values(sums(journals)).every((sum) => sum === 0n)).toBe(true);

    const mailbox = await until(
      async () => {
        const page = await (await fetch(sixpence.dev.mailboxUrl)).text();
        return page.includes('payer@example.com') ? page : undefined;
      },
      { timeoutMs: settleLimitMs, what: 'the receipt' },
    );
    expect(mailbox).toContain('25.00');

    const timeline = await until(
      async () => {
        const { data } = await call<{ data: { type: string }[] }>(
          `${sixpence.dev.adminUrl}/v1/invoices/${created.id}/timeline`,
          sixpence.dev.adminToken,
        );
        const types = data.map((entry) => entry.type);
        return types.includes('notification.sent') &&
          types.includes('webhook.delivered') &&
          types.includes('invoice.settled')
          ? types
          : undefined;
      },
      { timeoutMs: settleLimitMs, what: 'the timeline' },
    );
    const story = [
      'invoice.created',
      'payment.detected',
      'invoice.processing',
      'payment.confirmed',
      'invoice.settled',
    ];
    expect(timeline.filter((type) => story.includes(type))).toEqual(story);
  });

  test('settles in the native coin as well', async () => {
    const created = await createInvoice({ amount: '10', currency: 'USD' });
    const native = coin(created);
    await pay(sixpence.dev, native);
    expect((await becomes(created.id, 'settled')).paid).toBe('10.00');
  });

  test('adds up two payments in two assets', async () => {
    const created = await createInvoice({ amount: '8.00', currency: 'USD' });
    const native = coin(created);
    await pay(sixpence.dev, usdc(created), '4');
    await until(async () => (await getInvoice(created.id)).exceptions.includes('underpaid') || undefined, {
      timeoutMs: settleLimitMs,
      what: 'underpaid',
    });
    await pay(sixpence.dev, native, (Number(native.amount) / 2 + 0.00001).toFixed(8));
    const settled = await becomes(created.id, 'settled');
    expect(settled.payments).toHaveLength(2);
  });

  test('survives kill -9 between the transfer and the settlement: settled once, one set of postings, one webhook id', async () => {
    const created = await createInvoice({ amount: '12.34', currency: 'USD' });
    await pay(sixpence.dev, usdc(created));
    const { apiKey } = sixpence.dev;
    await sixpence.kill();
    await sixpence.start();
    expect(sixpence.dev.apiKey).toBe(apiKey);

    await becomes(created.id, 'settled');
    const deliveries = await until(
      () => {
        const found = deliveriesOf(created.id, 'invoice.settled');
        return found.length > 0 ? found : undefined;
      },
      { timeoutMs: settleLimitMs, what: 'the webhook' },
    );
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const { data: journals } = await call<{ data: Journal[] }>(
      `${sixpence.dev.apiUrl}/v1/journals?invoice=${created.id}`,
      sixpence.dev.apiKey,
    );
    expect(journals.map((journal) => journal.type)).toEqual(['payment.credit', 'invoice.settlement']);
  });
}

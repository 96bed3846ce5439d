import { kafkaHere, httpSink, until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usdc } from '../e2e/payment-story.js';
import { pay } from '../wallet.js';
import type { Invoice, Journal } from '../e2e/payment-story.js';
import { call, type Standalone } from '../standalone.js';
import { startOnKafka } from './start-on-kafka.js';

const here = await kafkaHere();
const settleLimitMs = 60_000;

describe.skipIf(!here)('a process that is killed while an invoice is paid', () => {
  let sixpence: Standalone;
  let sink: Awaited<ReturnType<typeof httpSink>>;

  beforeAll(async () => {
    sixpence = await startOnKafka();
    sink = await httpSink();
    await call(`${sixpence.dev.apiUrl}/v1/webhook-endpoints`, sixpence.dev.apiKey, {
      body: { url: sink.url },
    });
  }, 240_000);
  afterAll(async () => {
    await sixpence?.dispose();
    await sink?.close();
  });

  const api = <T>(path: string, body?: unknown) =>
    call<T>(`${sixpence.dev.apiUrl}/v1/${path}`, sixpence.dev.apiKey, { body });

  /** The same again while the process that answers is away. */
  const patiently = <T>(work: () => Promise<T>, what: string) =>
    until(() => work().catch(() => undefined), { timeoutMs: settleLimitMs, what });

  async function kill(service: string): Promise<void> {
    const running = await patiently(
      async () => (await sixpence.read()).processes?.find((each) => each.service === service),
      service,
    );
    process.kill(running.pid, 'SIGKILL');
  }

  const webhookIds = (invoice: string) =>
    sink.requests
      .filter(({ body }) => body.includes(invoice) && body.includes('"invoice.settled"'))
      .map(({ headers }) => headers['webhook-id']);

  test.each(['core', 'payments', 'webhooks', 'notifications', 'cron', 'admin'])(
    '%s: settled once, one set of postings, one webhook id, with nobody’s help',
    async (service) => {
      const created = await patiently(
        () => api<Invoice>('invoices', { amount: '12.34', currency: 'USD' }),
        'an invoice',
      );
      await pay(sixpence.dev, usdc(created));
      await kill(service);
      await patiently(
        async () => (await api<Invoice>(`invoices/${created.id}`)).status === 'settled' || undefined,
        `${created.id} to be settled`,
      );
      const journals = await patiently(
        () => api<{ data: Journal[] }>(`journals?invoice=${created.id}`),
        'the journals',
      );
      expect(journals.data.map(({ type }) => type)).toEqual(['payment.credit', 'invoice.settlement']);
      const ids = await patiently(
        async () => (webhookIds(created.id).length > 0 ? webhookIds(created.id) : undefined),
        'the webhook',
      );
      expect(new Set(ids).size).toBe(1);
    },
    180_000,
  );
});

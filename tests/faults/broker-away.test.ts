import { sql } from '@sixpence/postgres';
import { kafkaClusterHere, until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usdc } from '../e2e/payment-story.js';
import { pay } from '../wallet.js';
import type { Invoice } from '../e2e/payment-story.js';
import { paced } from './paced.js';
import { startPlatform } from './platform.js';
import type { Platform } from './platform.js';
import { topicLog } from './topic-log.js';

const AWAY_MS = 60_000;
const EVERY_MS = 100;
const ANSWERED_WITHIN_MS = 5_000;
const DRAINED_WITHIN_MS = 120_000;

interface Answer {
  readonly status: number;
  readonly tookMs: number;
  readonly invoice: Invoice | undefined;
}

/** Asks for one invoice after the other at a steady pace, whether or not the last was answered, for a while. */
async function askForInvoices({ sixpence }: Platform, lastsMs: number): Promise<Answer[]> {
  const asking: Promise<Answer>[] = [];
  const ask = async (): Promise<Answer> => {
    const began = performance.now();
    const response = await fetch(`${sixpence.dev.apiUrl}/v1/invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sixpence.dev.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ amount: '1.23', currency: 'USD' }),
    });
    const body = await response.json();
    const invoice = response.status === 201 ? (body as Invoice) : undefined;
    return { status: response.status, tookMs: performance.now() - began, invoice };
  };
  for await (const _turn of paced(EVERY_MS, { lastsMs })) asking.push(ask());
  return Promise.all(asking);
}

describe.skipIf(!(await kafkaClusterHere()))('the broker away for a minute under load', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform();
  });
  afterAll(() => platform?.close());

  test('the API keeps answering, then everything drains in order', async () => {
    const processes = (await platform.sixpence.read()).processes;
    const before = await askForInvoices(platform, 2_000);
    platform.killBroker();
    const answers = [...before, ...(await askForInvoices(platform, AWAY_MS))];
    const made = answers.flatMap(({ invoice }) => invoice ?? []);
    const paid = made.slice(-3);
    for (const invoice of paid) await pay(platform.sixpence.dev, usdc(invoice));
    await platform.startBroker();

    expect(answers.filter(({ status }) => status !== 201 && status !== 429)).toEqual([]);
    expect(answers.filter(({ tookMs }) => tookMs > ANSWERED_WITHIN_MS)).toEqual([]);
    expect(made.length).toBeGreaterThan(answers.length / 2);
    for (const { id } of paid) await platform.expectSettledOnce(id);
    await until(async () => (await effectsOf(platform, made)).every((count) => count === made.length), {
      timeoutMs: DRAINED_WITHIN_MS,
      what: 'each service to have heard of each invoice',
    });
    await platform.expectQuiet();
    await expectKeysInOrder(platform);
    // None of them died of it.
    expect((await platform.sixpence.read()).processes).toEqual(processes);
  });
});

/** How many of the invoices the timeline, the webhooks and the watches have, each counted as often as it is there. */
async function effectsOf({ db }: Platform, invoices: readonly Invoice[]): Promise<number[]> {
  const ids = invoices.map(({ id }) => id);
  const counted = await db.one<{ timeline: number; webhooks: number; watched: number }>(sql`
    select (select count(*)::integer from admin.timeline_entries
             where type = 'invoice.created' and invoice_id = any(${ids}::text[])) as timeline,
           (select count(*)::integer from webhooks.deliveries
             where event_type = 'invoice.created' and invoice_id = any(${ids}::text[])) as webhooks,
           (select count(distinct invoice_id)::integer from payments.watches
             where invoice_id = any(${ids}::text[])) as watched`);
  return Object.values(counted);
}

/** On the topic, no invoice's event stands before the one that it follows. */
async function expectKeysInOrder({ kafka, prefix }: Platform): Promise<void> {
  const latest = new Map<string, number>();
  for (const { key, version } of await topicLog(kafka.brokers, `${prefix}events.invoice`).read()) {
    const known = latest.get(key) ?? 0;
    expect(version).toBeLessThanOrEqual(known + 1);
    latest.set(key, Math.max(known, version));
  }
  expect(latest.size).toBeGreaterThan(0);
}

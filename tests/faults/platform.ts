import { randomBytes } from 'node:crypto';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { httpSink, testKafkaCluster, until } from '@sixpence/testkit';
import type { TestKafkaCluster } from '@sixpence/testkit';
import { expect } from 'vitest';
import type { Invoice, Journal } from '../e2e/payment-story.js';
import { call, startStandalone } from '../standalone.js';
import type { Standalone } from '../standalone.js';
import { groupsBehind } from './group-lag.js';

/** Sixpence as six processes on a broker that the test may kill, with a shop that listens to webhooks. */
export interface Platform {
  readonly sixpence: Standalone;
  readonly kafka: TestKafkaCluster;
  readonly prefix: string;
  readonly db: Database;
  api<T>(path: string, body?: unknown): Promise<T>;
  killBroker(): void;
  startBroker(): Promise<void>;
  mine(blocks: number): Promise<void>;
  /** Waits until the invoice is settled and told, and checks that it was so once. */
  expectSettledOnce(invoiceId: string): Promise<void>;
  /** Waits until every group is at its end; then the books must be balanced. */
  expectQuiet(): Promise<void>;
  close(): Promise<void>;
}

const WITHIN_MS = 120_000;

/** Starts all of it. `args` are those of `npm run start:kafka`. */
export async function startPlatform(args: readonly string[] = []): Promise<Platform> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.splice(0)) await each();
  };
  try {
    return await begin(args, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function begin(
  args: readonly string[],
  closing: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<Platform> {
  const kafka = await testKafkaCluster(1);
  closing.unshift(() => kafka.close());
  const [broker] = kafka.nodes;
  if (broker === undefined) throw new Error('there is no broker');
  const prefix = `faults-${randomBytes(4).toString('hex')}.`;
  const sixpence = await startStandalone({
    environment: { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_TOPIC_PREFIX: prefix },
    program: 'kafka-main',
    args,
  });
  closing.unshift(() => sixpence.dispose());
  const db = openDatabase({
    url: sixpence.dev.databaseUrl ?? '',
    schema: 'core',
    poolSize: 2,
    applicationName: 'faults',
  });
  closing.unshift(() => db.close());
  const sink = await httpSink();
  closing.unshift(() => sink.close());
  const api = <T>(path: string, body?: unknown) =>
    call<T>(`${sixpence.dev.apiUrl}/v1/${path}`, sixpence.dev.apiKey, { body });
  await api('webhook-endpoints', { url: sink.url });

  const settledHooks = (invoiceId: string) =>
    sink.requests
      .filter(({ body }) => body.includes(invoiceId) && body.includes('"invoice.settled"'))
      .map(({ headers }) => headers['webhook-id']);

  return {
    sixpence,
    kafka,
    prefix,
    db,
    api,
    killBroker: () => void process.kill(broker.pid, 'SIGKILL'),
    startBroker: () => broker.start(),
    async mine(blocks) {
      const body = { jsonrpc: '2.0', id: 1, method: 'anvil_mine', params: [`0x${blocks.toString(16)}`] };
      await call(sixpence.dev.rpcUrl, '', { body });
    },
    async expectSettledOnce(invoiceId) {
      const settled = async () => (await api<Invoice>(`invoices/${invoiceId}`)).status === 'settled';
      await until(settled, { timeoutMs: WITHIN_MS, what: `${invoiceId} to be settled` });
      await until(() => settledHooks(invoiceId).length > 0, { timeoutMs: WITHIN_MS, what: 'its webhook' });
      const { data } = await api<{ data: Journal[] }>(`journals?invoice=${invoiceId}`);
      expect(data.map(({ type }) => type)).toEqual(['payment.credit', 'invoice.settlement']);
      expect(new Set(settledHooks(invoiceId)).size).toBe(1);
    },
    async expectQuiet() {
      await until(
        async () => {
          const behind = await groupsBehind(kafka.brokers, prefix);
          if (Object.keys(behind).length > 0) throw new Error(JSON.stringify(behind));
          return true;
        },
        { timeoutMs: WITHIN_MS, what: 'every group to be at its end' },
      );
      const unbalanced = await db.query(sql`
        select a.store_id, a.asset from postings p join accounts a on a.id = p.account_id
         group by a.store_id, a.asset having sum(p.amount) <> 0`);
      expect(unbalanced).toEqual([]);
    },
    close,
  };
}

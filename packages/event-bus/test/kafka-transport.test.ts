import { sql } from '@sixpence/postgres';
import { ConsumerGroup, DomainError, chainStatuses } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusClient, BusStrategy } from '../src/index.js';
import { onKafka } from './on-kafka.js';
import { storeEvent } from './store-events.js';
import { startTeller } from './store-teller.js';
import type { StoreTeller } from './store-teller.js';
import { joinGroup, listen, silent } from './test-group.js';

await onKafka('over Kafka', (bench) => {
  let core: StoreTeller;

  beforeEach(() => {
    core = startTeller(bench.bus.db, bench.kafka.transport('core'));
  });
  afterEach(() => core.relay.stop());

  const work = (ms: number) => bench.bus.db.query(sql`select pg_sleep(${ms / 1_000})`);
  const ofKey = (effects: string[], key: string) => effects.filter((effect) => effect.includes(` ${key}@`));

  /** A process of the webhooks service. */
  const joinWebhooks = (
    before?: (event: BusEvent) => Promise<void> | void,
    retry = { maxTries: 3, firstPauseMs: 10, maxPauseMs: 20 },
  ) =>
    joinGroup({
      db: bench.bus.db,
      transport: bench.kafka.transport('webhooks'),
      retry,
      ...(before && { before }),
    });

  async function answering(answer: () => unknown): Promise<BusStrategy> {
    const strategy = new BusStrategy({
      service: 'payments',
      group: ConsumerGroup.payments,
      transport: bench.kafka.transport('payments'),
      db: bench.bus.db,
      logger: silent,
    });
    strategy.addHandler(chainStatuses.type, async () => answer());
    await listen(strategy);
    return strategy;
  }

  test('what is committed reaches every group once; what is rolled back reaches none', async () => {
    await joinWebhooks();
    await joinGroup({
      db: bench.bus.db,
      transport: bench.kafka.transport('admin'),
      group: ConsumerGroup.admin,
    });
    await expect(
      bench.bus.db.transaction(async (tx) => {
        await core.outbox.append(tx, storeEvent('never', 1));
        throw new Error('changed its mind');
      }),
    ).rejects.toThrow('changed its mind');
    await core.tell('a', 1, 2);
    await until(async () => (await bench.bus.effects()).length >= 4, { what: 'both groups' });
    expect((await bench.bus.effects()).toSorted()).toEqual([
      'admin a@1',
      'admin a@2',
      'webhooks a@1',
      'webhooks a@2',
    ]);
  });

  test('one key is handled in order, one at a time; different keys of a partition at once', async () => {
    const running = new Map<string, number>();
    let mostOfOneKey = 0;
    let mostAtOnce = 0;
    const add = (key: string, n: number) => running.set(key, (running.get(key) ?? 0) + n);
    await joinWebhooks(async (event) => {
      add(event.subject, 1);
      mostOfOneKey = Math.max(mostOfOneKey, ...running.values());
      mostAtOnce = Math.max(
        mostAtOnce,
        [...running.values()].reduce((sum, n) => sum + n, 0),
      );
      await work(1 + (event.sequence % 3));
      add(event.subject, -1);
    });
    // More keys than the stream has partitions.
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
    for (let version = 1; version <= 5; version += 1) {
      await Promise.all(keys.map((key) => core.tell(key, version)));
    }
    await until(async () => (await bench.bus.effects()).length === 100, { what: 'all' });
    const effects = await bench.bus.effects();
    for (const key of keys) {
      expect(ofKey(effects, key)).toEqual([1, 2, 3, 4, 5].map((version) => `webhooks ${key}@${version}`));
    }
    expect(mostOfOneKey).toBe(1);
    expect(mostAtOnce).toBeGreaterThan(6);
  });

  test('two members of a group share the work, and one that leaves hands it on', async () => {
    const had = { first: 0, second: 0 };
    const first = await joinWebhooks(() => void (had.first += 1));
    const second = await joinWebhooks(() => void (had.second += 1));
    let told = 0;
    // A rebalance may be under way: what is told until both had something is for both.
    await until(
      async () => {
        await Promise.all(Array.from({ length: 12 }, () => core.tell(`s${(told += 1)}`, 1)));
        return had.first > 0 && had.second > 0;
      },
      { what: 'both to have a share', timeoutMs: 20_000 },
    );
    await first.close();
    await Promise.all(Array.from({ length: 24 }, () => core.tell(`s${(told += 1)}`, 1)));
    await until(async () => (await bench.bus.effects()).length === told, { what: 'all', timeoutMs: 20_000 });
    const effects = await bench.bus.effects();
    expect(new Set(effects).size).toBe(told);
    await second.close();
  });

  test('an event that can never be handled is parked with its reason, and its partition goes on', async () => {
    await joinWebhooks((event) => {
      if (event.id === 'a@1') throw new DomainError('store_not_found', 'There is no store');
    });
    await core.tell('a', 1, 2);
    await until(async () => (await bench.bus.effects()).length === 1, { what: 'the next version' });
    expect(await bench.bus.effects()).toEqual(['webhooks a@2']);
    const letters = await bench.bus.db.query<Record<string, unknown>>(sql`select * from dead_letters`);
    expect(letters).toMatchObject([
      { consumer_group: 'webhooks', event_id: 'a@1', error_code: 'store_not_found', attempts: 3 },
    ]);
  });

  test('bytes that are no event are parked as well', async () => {
    await joinWebhooks();
    const producer = await bench.kafka.client.producer();
    const record = { key: 'x', value: Buffer.from('{not json'), headers: {} };
    // The topic is a moment old: its partitions may have no leader yet.
    await until(
      () =>
        producer.send(`${bench.kafka.prefix}events.store`, 0, [record]).then(
          () => true,
          () => false,
        ),
      { what: 'the broker to take it' },
    );
    await producer.close();
    await core.tell('a', 1);
    await until(async () => (await bench.bus.effects()).length === 1, { what: 'what is an event' });
    const letters = () => bench.bus.db.query<Record<string, unknown>>(sql`select * from dead_letters`);
    await until(async () => (await letters()).length === 1, { what: 'the dead letter' });
    expect(await letters()).toMatchObject([
      { type: 'unreadable', error_code: 'unknown_type', stream: 'store' },
    ]);
  });

  test('what is in hand when a member leaves is finished, and the rest waits for the next', async () => {
    let started = false;
    const first = await joinWebhooks(async (event) => {
      if (event.sequence > 1) return;
      started = true;
      await work(100);
    });
    await core.tell('a', 1, 2);
    await until(() => started, { what: 'the handler' });
    await first.close();
    expect(await bench.bus.effects()).toEqual(['webhooks a@1']);
    await joinWebhooks();
    await until(async () => (await bench.bus.effects()).length === 2, {
      what: 'the rest',
      timeoutMs: 20_000,
    });
    expect(await bench.bus.effects()).toEqual(['webhooks a@1', 'webhooks a@2']);
  });

  test('what a new group meets from the beginning has its effect once, also when it is told again', async () => {
    await core.tell('a', 1, 2, 3);
    await joinWebhooks();
    await until(async () => (await bench.bus.effects()).length === 3, { what: 'what was told before' });
    // A relay that forgot what it published publishes everything again.
    await core.relay.stop();
    await bench.bus.db.execute(sql`delete from relay_partitions`);
    core = startTeller(bench.bus.db, bench.kafka.transport('core'));
    await core.tell('a', 4);
    await until(async () => (await bench.bus.effects()).length === 4, { what: 'the last' });
    expect(await bench.bus.effects()).toEqual([1, 2, 3, 4].map((version) => `webhooks a@${version}`));
  });

  test('a request is answered to the instance that asked, and a problem comes back typed', async () => {
    const asking = [bench.kafka.transport('core'), bench.kafka.transport('core')].map(
      (each) => new BusClient(each),
    );
    let refuse = false;
    await answering(() => {
      if (refuse) throw new DomainError('test_payment_unavailable', 'Not now', { field: 'asset' });
      return { data: [] };
    });
    const answers = asking.flatMap((client) =>
      Array.from({ length: 20 }, () => client.request(chainStatuses, {}, { timeoutMs: 20_000 })),
    );
    expect(new Set((await Promise.all(answers)).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"data":[]}']),
    );
    refuse = true;
    const refused = await asking[0]!.request(chainStatuses, {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: 'test_payment_unavailable', detail: 'Not now', field: 'asset' });
  });

  test('a request waits for a service that starts later; one that nobody waits for any more is not run', async () => {
    const client = new BusClient(bench.kafka.transport('core'));
    const asked = client.request(chainStatuses, {}, { timeoutMs: 20_000 });
    const givenUp = client.request(chainStatuses, {}, { timeoutMs: 30 }).catch((error: unknown) => error);
    expect(await givenUp).toMatchObject({ code: 'request_timeout' });
    let answered = 0;
    await answering(() => {
      answered += 1;
      return { data: [] };
    });
    expect(await asked).toEqual({ data: [] });
    expect(answered).toBeLessThanOrEqual(2);
  });

  test('a late answer is dropped', async () => {
    const client = new BusClient(bench.kafka.transport('core'));
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let wait = false;
    await answering(async () => {
      if (wait) await held;
      return { data: [] };
    });
    await client.request(chainStatuses, {}, { timeoutMs: 20_000 });
    wait = true;
    const late = client.request(chainStatuses, {}, { timeoutMs: 100 }).catch((error: unknown) => error);
    expect(await late).toMatchObject({ code: 'request_timeout' });
    release();
    wait = false;
    expect(await client.request(chainStatuses, {})).toEqual({ data: [] });
  });
});

import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import type { KafkaClient } from '../src/index.js';
import { startBlockedMember } from './blocked-member.js';
import { full, note } from './conformance.js';
import { doubledOf, expectOrder, lostOf } from './found-numbers.js';
import { watchGroup } from './group-watch.js';
import { drained, join, makeTopic, numberOf, numbered, produceLoad, watchCommits } from './kafka-workload.js';
import type { Load, Member } from './kafka-workload.js';
import { onClusterEach } from './on-kafka.js';

const ROUNDS = full ? 6 : 3;
const SLOW_HANDLER_MS = 20_000;
/** Longer than the session of 8 s. */
const BLOCKED_MS = 12_000;
/** The session, a rebalance, and a busy machine. */
const TAKEN_OVER_WITHIN_MS = 20_000;
const PAUSE_AT_MOST_MS = 2_000;
const SLOW = 0;

await onClusterEach(1, '$name in a group', (bench) => {
  test('rebalances lose nothing, double nothing that was committed, and move no commit back', async () => {
    const topic = await makeTopic(bench.client, 6, 1);
    const watch = await watchCommits(bench.broker.brokers, topic, topic);
    const load = await produceLoad(bench.client, topic, 6);
    await until(() => load.total() > 6_000, { timeoutMs: 60_000, what: 'records' });
    const handled = Array.from({ length: 6 }, (): number[] => []);
    const again: string[] = [];
    const member = () =>
      join(bench.client, topic, topic, async ({ partition, records }) => {
        const committed = watch.newest.get(partition) ?? -1n;
        if (records[0]!.offset < committed) again.push(`${partition}: ${records[0]!.offset} < ${committed}`);
        for (const record of records) {
          handled[partition]!.push(numberOf(record));
          if (numberOf(record) % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      });
    const stays = await member();
    for (let round = 0; round < ROUNDS; round += 1) {
      const comes = await member();
      await comes.consumer.ready();
      const before = handled.flat().length;
      await until(() => handled.flat().length > before, { timeoutMs: 60_000, what: 'work to go on' });
      await comes.consumer.close();
    }
    await load.stop();
    await drained(bench.client, topic, topic);
    await watch.stop();
    const lost = lostOf(load, handled);
    const doubled = doubledOf(handled);
    note(
      bench.name,
      `${2 * ROUNDS} rebalances: ${load.total()} records, ${lost.length} lost, ${doubled} doubled, ${watch.backwards.length} commits back, errors ${JSON.stringify([...new Set(stays.errors)])}`,
    );
    expect([lost, again, watch.backwards]).toEqual([[], [], []]);
    expectOrder(...handled);
    await stays.consumer.close();
  }, 150_000);

  test('a handler of 20 seconds keeps its partition, runs once, and holds up no other', async () => {
    const topic = await makeTopic(bench.client, 4, 1);
    const producer = await bench.client.producer();
    const begun = { first: 0, second: 0 };
    let aborted = false;
    const handled: number[] = [];
    const member = (who: 'first' | 'second') =>
      join(bench.client, topic, topic, async ({ partition, records, signal }) => {
        handled.push(...records.map(numberOf));
        if (partition !== 0 || !records.some((record) => numberOf(record) === SLOW)) return;
        begun[who] += 1;
        const since = performance.now();
        await until(() => performance.now() - since > SLOW_HANDLER_MS, {
          timeoutMs: 60_000,
          what: 'slow work',
        });
        aborted ||= signal.aborted;
      });
    const members = [await member('first'), await member('second')];
    for (const { consumer } of members) await consumer.ready();
    const watch = await watchGroup(bench.broker.brokers, topic, 2);
    const errorsBefore = members.map(({ errors }) => errors.length);

    await producer.send(topic, 0, [numbered(SLOW)]);
    await until(() => begun.first + begun.second === 1, { timeoutMs: 30_000, what: 'the slow one to begin' });
    let number = SLOW;
    while (!(await handlerEnded(bench.client, topic))) {
      number += 1;
      await producer.send(topic, 1 + (number % 3), [numbered(number)]);
      await until(() => handled.includes(number), { timeoutMs: 5_000, what: `record ${number} beside it` });
    }
    await drained(bench.client, topic, topic);
    expect([begun.first + begun.second, aborted, await watch.stop()]).toEqual([1, false, []]);
    expect(members.map(({ errors }) => errors.length)).toEqual(errorsBefore);
    expect(handled.length).toBe(new Set(handled).size);
    expect(number).toBeGreaterThan(SLOW + 20);
    for (const { consumer } of members) await consumer.close();
    await producer.close();
  }, 120_000);

  test('a process whose event loop is blocked past the session is replaced meanwhile, and goes on after', async () => {
    const topic = await makeTopic(bench.client, 4, 1);
    const watch = await watchCommits(bench.broker.brokers, topic, topic);
    const load = await produceLoad(bench.client, topic, 4, 20);
    const handled = Array.from({ length: 4 }, (): number[] => []);
    const blocked = await startBlockedMember(
      bench.name,
      bench.broker.brokers,
      topic,
      (partition, numbers) => {
        handled[partition]!.push(...numbers);
      },
    );
    const stays = await join(bench.client, topic, topic, async ({ partition, records }) => {
      handled[partition]!.push(...records.map(numberOf));
    });
    await until(() => blocked.count() > 100, { timeoutMs: 30_000, what: 'it to have its share' });

    const atBlock = load.acknowledged.map((numbers) => numbers.length);
    const since = performance.now();
    blocked.block(BLOCKED_MS);
    await until(
      () =>
        handled.every((numbers, partition) => numbers.some((number) => number > atBlock[partition]! + 20)),
      { timeoutMs: TAKEN_OVER_WITHIN_MS, what: 'the other member to have all partitions' },
    );
    const takenOverMs = Math.round(performance.now() - since);
    const awakeMs = await blocked.awake();
    const had = blocked.count();
    await until(() => blocked.count() > had + 100, { timeoutMs: 40_000, what: 'it to have a share again' });
    const backMs = Math.round(performance.now() - awakeMs);
    await load.stop();
    await drained(bench.client, topic, topic);
    await watch.stop();
    await blocked.close();
    await stays.consumer.close();
    const lost = lostOf(load, handled);
    const doubled = doubledOf(handled);
    note(
      bench.name,
      `event loop blocked ${BLOCKED_MS / 1_000} s: its partitions were taken over after ${takenOverMs} ms, it had a share again ${backMs} ms after; ${load.total()} records, ${lost.length} lost, ${doubled} doubled, ${watch.backwards.length} commits back`,
    );
    expect([lost, watch.backwards]).toEqual([[], []]);
    expectOrder(...handled);
  }, 150_000);

  test('a rolling restart of three members stops the group for two seconds at most', async () => {
    const topic = await makeTopic(bench.client, 6, 1);
    const watch = await watchCommits(bench.broker.brokers, topic, topic);
    const handled = Array.from({ length: 6 }, (): number[] => []);
    let last = Number.POSITIVE_INFINITY;
    let pauseMs = 0;
    const member = () =>
      join(bench.client, topic, topic, async ({ partition, records }) => {
        const now = performance.now();
        pauseMs = Math.max(pauseMs, now - last);
        last = now;
        handled[partition]!.push(...records.map(numberOf));
      });
    const members: Member[] = [];
    for (let count = 0; count < 3; count += 1) members.push(await member());
    for (const { consumer } of members) await consumer.ready();
    const load = await produceLoad(bench.client, topic, 6, 20);
    await goesOn(handled, load);
    last = performance.now();
    for (let restarted = 0; restarted < 3; restarted += 1) {
      await members.shift()!.consumer.close();
      const fresh = await member();
      members.push(fresh);
      await fresh.consumer.ready();
      await goesOn(handled, load);
    }
    const longestMs = Math.round(pauseMs);
    await load.stop();
    await drained(bench.client, topic, topic);
    await watch.stop();
    for (const { consumer } of members) await consumer.close();
    const lost = lostOf(load, handled);
    const doubled = doubledOf(handled);
    note(
      bench.name,
      `rolling restart of three: ${load.total()} records, ${lost.length} lost, ${doubled} doubled, ${watch.backwards.length} commits back, pause at most ${longestMs} ms`,
    );
    expect([lost, watch.backwards]).toEqual([[], []]);
    expectOrder(...handled);
    expect(longestMs).toBeLessThanOrEqual(PAUSE_AT_MOST_MS);
  }, 120_000);
});

/** Whether the group is past the slow record of partition 0: its commit follows the handler's end. */
async function handlerEnded(client: KafkaClient, topic: string): Promise<boolean> {
  const admin = await client.admin();
  try {
    return (await admin.lag(topic, [topic])) === 0n;
  } finally {
    await admin.close();
  }
}

/** Resolves when each partition has had something of what is written from now on. */
async function goesOn(handled: readonly number[][], load: Load): Promise<void> {
  const now = load.acknowledged.map((numbers) => numbers.at(-1) ?? -1);
  await until(
    () => handled.every((numbers, partition) => numbers.some((number) => number > now[partition]!)),
    {
      timeoutMs: 30_000,
      what: 'every partition to go on',
    },
  );
}

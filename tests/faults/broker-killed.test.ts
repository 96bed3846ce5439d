import { until } from '@sixpence/testkit';
import type { TestKafkaCluster } from '@sixpence/testkit';
import { test } from 'vitest';
import { handling } from './member-process.js';
import type { Bench } from './on-brokers.js';
import { onBrokers } from './on-brokers.js';

const KEYS = Array.from({ length: 24 }, (_, n) => `store-${n}`);
const BACK_WITHIN_MS = 60_000;

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, each) => all + each, 0n);

/** Kills a broker when the first records of many have come, starts it again, and waits until effects are had again. */
async function killMidBatch({ bus, kafka }: Bench<TestKafkaCluster>, at: number): Promise<void> {
  const node = kafka.nodes[at];
  if (node === undefined) throw new Error(`there is no broker ${at}`);
  const before = sum(await bus.log.ends());
  await bus.tell(...Array.from({ length: 40 }, () => KEYS).flat());
  await until(async () => sum(await bus.log.ends()) > before, { timeoutMs: BACK_WITHIN_MS, what: 'records' });
  process.kill(node.pid, 'SIGKILL');
  const had = await bus.count();
  await node.start();
  await until(async () => (await bus.count()) > had + 100, {
    timeoutMs: BACK_WITHIN_MS,
    what: 'effects after the kill',
  });
}

await onBrokers(1, 'the only broker killed mid-batch', (bench) => {
  test('three times: no record is acknowledged and missing', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    await bus.startBooker('b', handling(true));
    const load = bus.load(100);
    for (let round = 0; round < 3; round += 1) await killMidBatch(bench, 0);
    await load.stop();
    await bus.expectOnce();
  });
});

await onBrokers(3, 'one of three brokers killed mid-batch', (bench) => {
  test('each in turn: no record is acknowledged and missing', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    await bus.startBooker('b', handling(true));
    const load = bus.load(100);
    for (const at of [0, 1, 2]) {
      await killMidBatch(bench, at);
      await bus.log.inSync(3);
    }
    await load.stop();
    await bus.expectOnce();
  });
});

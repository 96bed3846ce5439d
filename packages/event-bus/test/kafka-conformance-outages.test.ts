import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { full, note } from './conformance.js';
import { doubledOf, expectOrder, firsts, lostOf } from './found-numbers.js';
import { join, makeTopic, numberOf, numbered, produceLoad, readAll } from './kafka-workload.js';
import { onClusterEach } from './on-kafka.js';

const OUTAGES_MS = full ? [15_000, 60_000] : [15_000];

await onClusterEach(1, '$name when its broker dies', (bench) => {
  test('a broker killed while records are written loses none that it acknowledged', async () => {
    const topic = await makeTopic(bench.client, 4, 1);
    const load = await produceLoad(bench.client, topic, 4);
    for (let kill = 0; kill < 2; kill += 1) {
      const before = load.total();
      await until(() => load.total() > before + 2_000, {
        timeoutMs: 30_000,
        what: 'records',
      });
      process.kill(bench.broker.nodes[0]!.pid, 'SIGKILL');
      await bench.broker.nodes[0]!.start();
    }
    const after = load.total();
    await until(() => load.total() > after + 1_000, { timeoutMs: 60_000, what: 'records again' });
    await load.stop();
    const read = await readAll(bench.client, topic, 4);
    const lost = lostOf(load, read);
    const doubled = doubledOf(read);
    note(
      bench.name,
      `kill -9 on one broker: ${load.total()} acknowledged, ${lost.length} lost, ${doubled} doubled, ${load.failures.length} failed sends`,
    );
    expect(lost).toEqual([]);
    expectOrder(...read);
  }, 150_000);

  test.each(OUTAGES_MS)(
    'a broker that was away for %i ms is used again',
    async (outageMs) => {
      const topic = await makeTopic(bench.client, 2, 1);
      const handled: number[] = [];
      const { consumer } = await join(bench.client, topic, topic, async ({ records }) => {
        handled.push(...records.map(numberOf));
      });
      await consumer.ready();
      const producer = await bench.client.producer();
      await producer.send(topic, 0, [numbered(0)]);
      await until(() => handled.length === 1, { timeoutMs: 30_000, what: 'the first record' });
      process.kill(bench.broker.nodes[0]!.pid, 'SIGKILL');
      const gone = performance.now();
      await until(() => performance.now() - gone > outageMs, {
        timeoutMs: outageMs + 5_000,
        what: 'the outage',
      });
      await bench.broker.nodes[0]!.start();
      const back = performance.now();
      for (const partition of [0, 1]) {
        await until(() => producer.send(topic, partition, [numbered(1 + partition)]).then(() => true), {
          timeoutMs: 30_000,
          what: 'the send',
        });
      }
      const sent = performance.now();
      await until(() => firsts(handled).length === 3, { timeoutMs: 40_000, what: 'what was sent then' });
      note(
        bench.name,
        `${outageMs / 1_000} s outage: sent after ${Math.round(sent - back)} ms, consumed after ${Math.round(performance.now() - back)} ms`,
      );
      await consumer.close();
      await producer.close();
    },
    150_000,
  );
});

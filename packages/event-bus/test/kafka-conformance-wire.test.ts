import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { note } from './conformance.js';
import { doubledOf, expectOrder, firsts, lostOf } from './found-numbers.js';
import { makeTopic, numbered, produceLoad, readAll } from './kafka-workload.js';
import { onWireEach } from './on-kafka.js';

await onWireEach('$name, when answers are lost on the wire', (bench) => {
  const lost = () =>
    until(() => bench.broker.wire.toLose === 0, { timeoutMs: 60_000, what: 'the answers to be lost' });

  test('what was acknowledged is there, in order, whatever was sent again', async () => {
    const topic = await makeTopic(bench.client, 3, 1);
    const load = await produceLoad(bench.client, topic, 3);
    for (let round = 0; round < 5; round += 1) {
      const before = load.total();
      await until(() => load.total() > before + 500, { timeoutMs: 30_000, what: 'records' });
      bench.broker.wire.loseAnswers(2);
      await lost();
    }
    await load.stop();
    const read = await readAll(bench.client, topic, 3);
    const gone = lostOf(load, read);
    const doubled = doubledOf(read);
    note(
      bench.name,
      `10 answers lost: ${load.total()} acknowledged, ${gone.length} lost, ${doubled} written twice, ${load.failures.length} failed sends`,
    );
    expect(gone).toEqual([]);
    expect(load.failures.length).toBeGreaterThan(0);
    expectOrder(...read);
  }, 120_000);

  test('a batch that was given up does not swallow the next', async () => {
    const topic = await makeTopic(bench.client, 1, 1);
    const producer = await bench.client.producer();
    await producer.send(topic, 0, [numbered(0)]);
    for (let tries = 1; tries <= 3; tries += 1) {
      bench.broker.wire.loseAnswers(1);
      await expect(producer.send(topic, 0, [numbered(1), numbered(2)])).rejects.toThrow();
      await lost();
    }
    const offset = await until(() => producer.send(topic, 0, [numbered(3), numbered(4)]), {
      timeoutMs: 30_000,
      what: 'the next batch',
    });
    await producer.close();
    const [read] = await readAll(bench.client, topic, 1);
    expect(read?.slice(Number(offset), Number(offset) + 2)).toEqual([3, 4]);
    expect(firsts(read ?? [])).toEqual([0, 1, 2, 3, 4]);
    note(bench.name, `retries exhausted, then the next: ${JSON.stringify(read)}`);
  }, 60_000);
});

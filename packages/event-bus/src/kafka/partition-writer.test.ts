import { promisify } from 'node:util';
import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import type { KafkaProducer, KafkaRecord } from './kafka-client.js';
import { createPartitionWriter } from './partition-writer.js';

/** The end of this turn of the event loop: whatever was going to be sent without waiting has been. */
const nextTurn = promisify(setImmediate);

const record = (name: string): KafkaRecord => ({ key: name, value: Buffer.from(name), headers: {} });
const nameOf = (error: unknown) => (error as Error).name;
const never = new AbortController().signal;

/** A producer that fails the first so many times, and remembers what it was asked to send. */
function producing(failures: number) {
  const sends: string[] = [];
  const inFlight = new Map<number, number>();
  let mostInFlight = 0;
  const producer: KafkaProducer = {
    async send(_topic, partition, records) {
      sends.push(`${partition}:${records.map(({ key }) => key).join('')}`);
      inFlight.set(partition, (inFlight.get(partition) ?? 0) + 1);
      mostInFlight = Math.max(mostInFlight, ...inFlight.values());
      await nextTurn();
      inFlight.set(partition, inFlight.get(partition)! - 1);
      if (sends.length <= failures) throw new Error('not now');
      return 0n;
    },
    close: async () => {},
  };
  const writer = createPartitionWriter({ producer: async () => producer, onError: () => {} });
  return { writer, sends, mostInFlight: () => mostInFlight };
}

test('after a failure the very same batch is sent again, never a longer one nor the next', async () => {
  const { writer, sends, mostInFlight } = producing(2);
  const first = [writer.write('t', 0, [record('a')], never), writer.write('t', 0, [record('b')], never)];
  await until(() => sends.length === 1, { what: 'the first try' });
  const later = writer.write('t', 0, [record('c')], never);
  await Promise.all([...first, later]);
  expect(sends).toEqual(['0:ab', '0:ab', '0:ab', '0:c']);
  expect(mostInFlight()).toBe(1);
  await writer.close();
});

test('a send holds records of one partition, and partitions do not wait for each other', async () => {
  const { writer, sends } = producing(0);
  await Promise.all([0, 1, 0].map((partition, n) => writer.write('t', partition, [record(`${n}`)], never)));
  expect(sends.toSorted()).toEqual(['0:02', '1:1']);
  await writer.close();
});

test('what nobody waits for any more is given up, and the next goes on', async () => {
  const { writer, sends } = producing(1);
  const stop = new AbortController();
  const given = writer.write('t', 0, [record('a')], stop.signal).catch(nameOf);
  await until(() => sends.length === 1, { what: 'the first try' });
  stop.abort();
  expect(await given).toBe('StoppingError');
  await writer.write('t', 0, [record('b')], never);
  expect(sends).toEqual(['0:a', '0:b']);
  await writer.close();
});

test('closing ends what waits', async () => {
  const { writer, sends } = producing(1_000);
  const waiting = ['a', 'b'].map((name) => writer.write('t', 0, [record(name)], never).catch(nameOf));
  await until(() => sends.length > 0, { what: 'the first try' });
  await writer.close();
  expect(await Promise.all(waiting)).toEqual(['StoppingError', 'StoppingError']);
  await expect(writer.write('t', 0, [record('c')], never)).rejects.toThrow('stopping');
});

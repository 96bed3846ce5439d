import { expect, test } from 'vitest';
import { WriteQueue } from './write-queue.js';

const bounds = { maxBatch: 4, fullBatch: 10, maxWritesAtOnce: 1, maxWaiting: 10 };
const faults = {
  whenFull: () => new Error('full'),
  isOfItem: (error: unknown) => (error as Error).message === 'two',
};

test('items that arrive together are written together, and in order', async () => {
  const writes: number[][] = [];
  const queue = new WriteQueue<number, number>(
    async (items) => {
      writes.push([...items]);
      return items.map((item) => item * 10);
    },
    bounds,
    faults,
  );
  const results = await Promise.all([1, 2, 3].map((item) => queue.add(item)));
  expect(results).toEqual([10, 20, 30]);
  expect(writes).toEqual([[1, 2, 3]]);
});

test('items that arrive during a write join the next one, within the bound of a batch', async () => {
  const writes: number[][] = [];
  let finishFirst = () => {};
  const firstDone = new Promise<void>((resolve) => (finishFirst = resolve));
  const firstStarted = Promise.withResolvers<undefined>();
  const queue = new WriteQueue<number, number>(
    async (items) => {
      writes.push([...items]);
      firstStarted.resolve(undefined);
      if (writes.length === 1) await firstDone;
      return items;
    },
    bounds,
    faults,
  );
  const first = queue.add(0);
  await firstStarted.promise;
  const later = [1, 2, 3, 4, 5].map((item) => queue.add(item));
  finishFirst();
  await Promise.all([first, ...later]);
  expect(writes).toEqual([[0], [1, 2, 3, 4], [5]]);
});

test('a full batch is written at once, while others are still arriving', async () => {
  const writes: number[][] = [];
  const queue = new WriteQueue<number, number>(
    async (items) => {
      writes.push([...items]);
      return items;
    },
    { ...bounds, fullBatch: 2 },
    faults,
  );
  const first = [queue.add(1), queue.add(2)];
  expect(writes).toEqual([[1, 2]]);
  await Promise.all([...first, queue.add(3)]);
  expect(writes).toEqual([[1, 2], [3]]);
});

test('never more writes than allowed are under way, however items arrive', async () => {
  let underWay = 0;
  let most = 0;
  const queue = new WriteQueue<number, number>(
    async (items) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return items;
    },
    { maxBatch: 3, fullBatch: 2, maxWritesAtOnce: 2, maxWaiting: 100 },
    faults,
  );
  const results: Promise<number>[] = [];
  for (let item = 0; item < 60; item += 1) {
    results.push(queue.add(item));
    if (item % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(results)).toEqual(Array.from({ length: 60 }, (_, item) => item));
  expect(most).toBe(2);
});

test('a failing item fails alone', async () => {
  const queue = new WriteQueue<number, number>(
    async (items) => {
      if (items.includes(2)) throw new Error('two');
      return items;
    },
    bounds,
    faults,
  );
  const results = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what is not the fault of an item fails all of them, once', async () => {
  let writes = 0;
  const queue = new WriteQueue<number, number>(
    async () => {
      writes += 1;
      throw new Error('connection lost');
    },
    bounds,
    faults,
  );
  const results = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(writes).toBe(1);
});

test('a full queue refuses', async () => {
  const queue = new WriteQueue<number, number>(async (items) => items, { ...bounds, maxWaiting: 2 }, faults);
  const results = await Promise.allSettled([1, 2, 3].map((item) => queue.add(item)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

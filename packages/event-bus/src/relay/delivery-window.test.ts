import { expect, test } from 'vitest';
import { createDeliveryWindow } from './delivery-window.js';

const at = (n: number) => ({ epoch: 1, txid: BigInt(n), id: 1n });

/** A delivery that ends when told. */
function delivery() {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

test('the cursor moves only as far as everything before it is settled', async () => {
  const window = createDeliveryWindow(() => {});
  const [first, second, third] = [delivery(), delivery(), delivery()];
  for (const [index, { promise }] of [first, second, third].entries()) window.add(at(index), promise);
  third.resolve();
  await third.promise;
  expect(window.settledUpTo).toBeUndefined();
  first.resolve();
  await first.promise;
  expect(window.settledUpTo).toEqual(at(0));
  second.resolve();
  await window.drained();
  expect(window.settledUpTo).toEqual(at(2));
  expect(window.size).toBe(0);
});

test('nothing moves on past a failure', async () => {
  const window = createDeliveryWindow(() => {});
  const failure = new Error('lost');
  window.add(at(0), Promise.resolve());
  window.add(at(1), Promise.reject(failure));
  window.add(at(2), Promise.resolve());
  await window.drained();
  expect(window.settledUpTo).toEqual(at(0));
  expect(window.failure).toBe(failure);
});

test('what is only watched moves nothing, but its failure counts', async () => {
  const window = createDeliveryWindow(() => {});
  window.watch(Promise.resolve());
  await window.drained();
  expect(window.settledUpTo).toBeUndefined();
  window.watch(Promise.reject(new Error('lost')));
  await window.drained();
  expect(window.failure).toBeInstanceOf(Error);
});

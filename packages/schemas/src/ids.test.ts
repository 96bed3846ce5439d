import { expect, test } from 'vitest';
import { idPrefixes, isId, newId } from './ids.js';

test('a new id has its prefix and is an id of that prefix only', () => {
  const id = newId(idPrefixes.invoice);
  expect(id).toMatch(/^inv_[0-9a-z]{26}$/);
  expect(isId('inv', id)).toBe(true);
  expect(isId('pay', id)).toBe(false);
});

test('ids sort by the time they were made', async () => {
  const first = newId(idPrefixes.event);
  const before = Date.now();
  while (Date.now() === before);
  expect(newId(idPrefixes.event) > first).toBe(true);
});

test.each(['inv_', 'inv_abc', 'inv_ZZZZZZZZZZZZZZZZZZZZZZZZZZ', 'inv_8zzzzzzzzzzzzzzzzzzzzzzzzz', 'inv', ''])(
  '%j is no invoice id',
  (text) => {
    expect(isId('inv', text)).toBe(false);
  },
);

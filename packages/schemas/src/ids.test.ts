import { expect, test } from 'vitest';
import { TypeID } from 'typeid-js';
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

test('an id holds a UUIDv7 of now, and none comes twice', () => {
  const before = Date.now();
  const ids = Array.from({ length: 2_000 }, () => newId(idPrefixes.event));
  const after = Date.now();
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    const uuid = TypeID.fromString(id).toUUID();
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const ms = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
    expect(ms).toBeGreaterThanOrEqual(before);
    expect(ms).toBeLessThanOrEqual(after);
  }
});

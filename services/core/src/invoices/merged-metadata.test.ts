import { expect, test } from 'vitest';
import { mergeMetadata } from './merged-metadata.js';

test('keys are set, an empty value removes its key, and the rest stays', () => {
  const before = { kept: '1', changed: '1', removed: '1' };
  const merged = mergeMetadata(before, { changed: '2', removed: '', added: '3', absent: '' });
  expect(merged).toEqual({ kept: '1', changed: '2', added: '3' });
});

test('what changes nothing gives the same object', () => {
  const before = { a: '1' };
  expect(mergeMetadata(before, {})).toBe(before);
  expect(mergeMetadata(before, { a: '1', b: '' })).toBe(before);
  expect(mergeMetadata(before, { a: '2' })).not.toBe(before);
});

test('keys that objects are born with are keys like others', () => {
  expect(mergeMetadata({}, { constructor: 'x', toString: 'y' })).toEqual({ constructor: 'x', toString: 'y' });
  expect(mergeMetadata({ a: '1' }, { a: '', constructor: 'x' })).toEqual({ constructor: 'x' });
});

test('more than 50 keys are refused, counted after the removals', () => {
  const full = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, 'v']));
  expect(() => mergeMetadata(full, { more: 'v' })).toThrow(
    expect.objectContaining({ code: 'invalid_request', field: 'metadata' }),
  );
  expect(Object.keys(mergeMetadata(full, { k0: '', more: 'v' }))).toHaveLength(50);
});

import { expect, test } from 'vitest';
import { requestHash } from './request-hash.js';

test('the same request written in another order has the same hash', () => {
  const one = requestHash({ amount: '25.00', currency: 'USD', metadata: { a: '1', b: '2' } });
  const other = requestHash({ metadata: { b: '2', a: '1' }, currency: 'USD', amount: '25.00' });
  expect(one.equals(other)).toBe(true);
});

test('another value, or another order inside a list, is another request', () => {
  const hash = requestHash({ amount: '25.00', methods: ['a', 'b'] });
  expect(hash.equals(requestHash({ amount: '25.0', methods: ['a', 'b'] }))).toBe(false);
  expect(hash.equals(requestHash({ amount: '25.00', methods: ['b', 'a'] }))).toBe(false);
});

test('a key called __proto__ counts', () => {
  const evil = requestHash(JSON.parse('{"metadata":{"__proto__":"x"}}'));
  expect(evil.equals(requestHash({ metadata: {} }))).toBe(false);
});

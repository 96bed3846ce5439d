import { expect, test } from 'vitest';
import { crossRate, inverseRate, readRate, readTime } from './rate.js';

test('a source is believed only when it says a positive, plain decimal', () => {
  expect(readRate('3012.4500')).toBe('3012.45');
  expect(readRate('0.00000000000099999')).toBeUndefined();
  expect(readRate('1.1234567890129999')).toBe('1.123456789012');
  for (const text of [
    '0',
    '0.0',
    '-1',
    'NaN',
    'Infinity',
    '1e5',
    '',
    ' 1',
    '1,5',
    3012.45,
    null,
    undefined,
    {},
    '1'.repeat(61),
  ]) {
    expect(readRate(text)).toBeUndefined();
  }
});

test('a time is read in its unit, and nothing else is a time', () => {
  expect(readTime('1793534400', 1_000)).toEqual(new Date('2026-11-01T12:00:00Z'));
  expect(readTime('1793534400000', 1)).toEqual(new Date('2026-11-01T12:00:00Z'));
  for (const text of ['', '-1', 'now', '1e9', 1793534400, null, undefined, '9'.repeat(16)])
    expect(readTime(text, 1_000)).toBeUndefined();
});

test('rates cross over a currency between', () => {
  expect(crossRate('3000', '0.8')).toBe('2400');
  expect(inverseRate('1.25')).toBe('0.8');
  expect(crossRate('0.000000000001', '0.5')).toBeUndefined();
});

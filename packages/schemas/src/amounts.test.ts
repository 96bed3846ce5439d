import { expect, test } from 'vitest';
import { markupPercent } from './amounts.js';

test.each(['0', '0.00', '1.5', '9', '49.99', '50', '50.00'])('a markup may be %s', (text) => {
  expect(markupPercent.parse(text)).toBe(text);
});

test.each(['-1', '50.01', '51', '1.234', '1e1', '', '1,5', ' 1', '1\n', '100', '05', 1.5, null])(
  'a markup may not be %j',
  (value) => {
    expect(markupPercent.safeParse(value).success).toBe(false);
  },
);

import { expect, test } from 'vitest';
import { isEmail } from './email.js';

test.each(['ada@example.com', 'a.b+c@sub.example.org', 'ü@exämple.de'])(
  '%s looks like an address',
  (text) => {
    expect(isEmail(text)).toBe(true);
  },
);

test.each([
  '',
  'ada',
  'ada@',
  '@example.com',
  'ada@example',
  'a da@example.com',
  'ada@@example.com',
  `${'a'.repeat(250)}@example.com`,
])('%s does not', (text) => {
  expect(isEmail(text)).toBe(false);
});

import { expect, test } from 'vitest';
import { requestedAmount } from './amounts.js';
import { createInvoiceBody } from './http/invoices.js';
import { httpUrl, text } from './text.js';

test.each(['a\u0000b', '\ud800', 'x\udc00y', ' a', 'a ', '\ta', ''])('the text %j is refused', (value) => {
  expect(text(10).safeParse(value).success).toBe(false);
});

test.each(['a', 'a b', '💶', 'ж'])('the text %j is taken', (value) => {
  expect(text(10).safeParse(value).success).toBe(true);
});

test.each(['javascript:alert(1)', 'ftp://a.example', '/relative', 'https://', 'data:text/html,x'])(
  'the address %j is refused',
  (value) => {
    expect(httpUrl.safeParse(value).success).toBe(false);
  },
);

test.each(['https://shop.example/thanks?x=1', 'http://localhost:3000/hook'])(
  'the address %j is taken',
  (value) => {
    expect(httpUrl.safeParse(value).success).toBe(true);
  },
);

test.each(['-1', 'NaN', '1e400', '1.', '.5', '+1', '0x10', '1,000', '9'.repeat(78), ' 1', 'Infinity'])(
  'the amount %j is refused',
  (value) => {
    expect(requestedAmount.safeParse(value).success).toBe(false);
  },
);

test('an invoice body refuses unknown fields, numbers as amounts and too much metadata', () => {
  const base = { amount: '25.00', currency: 'USD' };
  expect(createInvoiceBody.safeParse(base).success).toBe(true);
  expect(createInvoiceBody.safeParse({ ...base, ammount: '1' }).success).toBe(false);
  expect(createInvoiceBody.safeParse({ ...base, amount: 25 }).success).toBe(false);
  const metadata = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
  expect(createInvoiceBody.safeParse({ ...base, metadata }).success).toBe(false);
  expect(createInvoiceBody.safeParse({ ...base, metadata: { note: 'x'.repeat(501) } }).success).toBe(false);
});

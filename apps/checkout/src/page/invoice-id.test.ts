import { expect, test } from 'vitest';
import { invoiceIdOf } from './invoice-id.js';

test.each([
  ['/checkout/inv_1', 'inv_1'],
  ['/checkout/inv_1/', 'inv_1'],
  ['/shop/checkout/inv_1', 'inv_1'],
])('%s is about %s', (path, id) => expect(invoiceIdOf(path)).toBe(id));

test.each(['/checkout/', '/checkout', '/', '/checkout/%E0%A4%A'])('%s is about no invoice', (path) => {
  expect(invoiceIdOf(path)).toBeUndefined();
});

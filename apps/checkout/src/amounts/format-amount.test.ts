import { expect, test } from 'vitest';
import { formatAsset, formatCurrency, formatRate, isZero } from './format-amount.js';

test('a currency amount keeps every digit, also beyond what floating point holds', () => {
  expect(formatCurrency('25.00', 'USD')).toBe('$25.00');
  expect(formatCurrency('1250.50', 'EUR')).toBe('€1,250.50');
  expect(formatCurrency('1000', 'JPY')).toBe('¥1,000');
  expect(formatCurrency('90071992547409931234.57', 'USD')).toBe('$90,071,992,547,409,931,234.57');
});

test('an asset amount is shown as wallets take it, without separators', () => {
  expect(formatAsset('1234567.000001', 'USDC')).toBe('1234567.000001\u00a0USDC');
});

test('a rate shows at least two decimals and all that matter', () => {
  expect(formatRate('2500', 'ETH', 'USD')).toBe('1\u00a0ETH = $2,500.00');
  expect(formatRate('0.000012340000', 'PEPE', 'USD')).toBe('1\u00a0PEPE = $0.00001234');
});

test.each(['0', '0.00', '00.0'])('%s is zero', (amount) => expect(isZero(amount)).toBe(true));
test.each(['0.01', '1', '10.00'])('%s is not zero', (amount) => expect(isZero(amount)).toBe(false));

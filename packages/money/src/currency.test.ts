import { expect, test } from 'vitest';
import { currencies, currencyDecimals } from './currency.js';

test('currencies have the decimals of ISO 4217', () => {
  expect(currencyDecimals('USD')).toBe(2);
  expect(currencyDecimals('EUR')).toBe(2);
  expect(currencyDecimals('JPY')).toBe(0);
  expect(currencyDecimals('KWD')).toBe(3);
});

test('coins, metals, lower case and nonsense are not currencies', () => {
  for (const code of ['BTC', 'ETH', 'XAU', 'XXX', 'usd', '', 'toString'])
    expect(currencyDecimals(code)).toBeUndefined();
});

test('each currency is listed once, by three letters', () => {
  expect(new Set(currencies).size).toBe(currencies.length);
  for (const code of currencies) expect(code).toMatch(/^[A-Z]{3}$/);
});

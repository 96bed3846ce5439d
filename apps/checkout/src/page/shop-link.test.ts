import { expect, test } from 'vitest';
import { shopLink } from './shop-link.js';

test('only web addresses are followed', () => {
  expect(shopLink('https://shop.example/thanks')).toBe('https://shop.example/thanks');
  expect(shopLink('http://127.0.0.1:8000/')).toBe('http://127.0.0.1:8000/');
  expect(shopLink(null)).toBeUndefined();
  expect(shopLink('javascript:alert(1)')).toBeUndefined();
  expect(shopLink('data:text/html,x')).toBeUndefined();
});

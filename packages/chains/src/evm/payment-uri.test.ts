import { expect, test } from 'vitest';
import { paymentUri } from './payment-uri.js';

const address = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';

test('the native coin is asked for with its value', () => {
  expect(paymentUri({ asset: 'eip155:31337/slip44:60', address, amount: 12_500_000_000_000_000n })).toBe(
    'ethereum:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266@31337?value=12500000000000000',
  );
});

test('a token is asked for with a call of its transfer', () => {
  const asset = 'eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
  expect(paymentUri({ asset, address, amount: 25_000_000n })).toBe(
    'ethereum:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48@1/transfer?address=0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266&uint256=25000000',
  );
});

test.each([
  'bip122:000000000019d6689c085ae165831e93/slip44:0',
  'eip155:1/erc721:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  'USDC',
])('%s is refused', (asset) => {
  expect(() => paymentUri({ asset, address, amount: 1n })).toThrow(TypeError);
});

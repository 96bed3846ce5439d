import { expect, test } from 'vitest';
import { chainOf, parseAsset } from './asset.js';

test('an asset names its chain, namespace and reference', () => {
  expect(parseAsset('eip155:1/slip44:60')).toEqual({
    chain: 'eip155:1',
    namespace: 'slip44',
    reference: '60',
  });
  const token = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
  expect(parseAsset(`eip155:31337/erc20:${token}`)).toEqual({
    chain: 'eip155:31337',
    namespace: 'erc20',
    reference: token,
  });
  expect(chainOf('bip122:000000000019d6689c085ae165831e93/slip44:0')).toBe(
    'bip122:000000000019d6689c085ae165831e93',
  );
});

test.each([
  '',
  'USDC',
  'eip155:1',
  'eip155:1/erc20:',
  'eip155:1/erc20:0x1/2',
  'eip155/erc20:0x1',
  ' eip155:1/slip44:60',
  'eip155:1/slip44:60\n',
])('what is not CAIP-19 is refused: %j', (text) => {
  expect(() => parseAsset(text)).toThrow(TypeError);
});

import { describe, expect, test } from 'vitest';
import { addressUrl, transactionUrl } from './evm/explorer.js';
import { defineNetwork, type NetworkData } from './evm/network.js';
import { assetBySymbol, assetsBySymbol, listedAsset, networkOf, networks, visibleIn } from './networks.js';

describe.each(networks.map((network) => ({ name: network.name, network })))('$name', ({ network }) => {
  test('is found by its chain, and each of its assets by its id and symbol', () => {
    expect(networkOf(network.chain)).toBe(network);
    expect(Object.keys(assetsBySymbol(network))).toHaveLength(network.assets.length);
    for (const asset of network.assets) {
      expect(listedAsset(asset.asset)).toEqual({ network, asset });
      expect(assetBySymbol(network, asset.symbol)).toBe(asset);
      expect(asset.asset.startsWith(`${network.chain}/`)).toBe(true);
      expect(asset.minAmount > 0n).toBe(true);
    }
  });

  test('has its native coin first, and asks payers for at most 8 decimals', () => {
    const [native, ...tokens] = network.assets;
    expect(native).toMatchObject({ asset: expect.stringContaining('/slip44:') });
    for (const token of tokens) expect(token.contract).toMatch(/^0x[0-9a-f]{40}$/);
    for (const { payDecimals, decimals } of network.assets)
      expect(payDecimals).toBeLessThanOrEqual(Math.min(8, decimals));
  });

  test('is visible in one mode', () => {
    expect(visibleIn(network, true)).toBe(!network.testnet);
    expect(visibleIn(network, false)).toBe(network.testnet);
    if (network.dev) expect(network.testnet).toBe(true);
  });
});

test('every network has the same factory, so that a deposit address is the same on all', () => {
  expect(new Set(networks.map(({ depositFactory }) => JSON.stringify(depositFactory))).size).toBe(1);
});

test('an explorer link is made where there is an explorer', () => {
  const [ethereum, dev] = [networkOf('eip155:1'), networkOf('eip155:31337')];
  if (!ethereum || !dev) throw new Error('missing networks');
  expect(transactionUrl(ethereum, '0xab')).toBe('https://etherscan.io/tx/0xab');
  expect(addressUrl(ethereum, '0xcd')).toBe('https://etherscan.io/address/0xcd');
  expect(transactionUrl(dev, '0xab')).toBeUndefined();
});

describe('a network is refused', () => {
  const good: NetworkData = {
    chainId: 5,
    name: 'Five',
    testnet: true,
    dev: false,
    confirmations: 1,
    blockTimeMs: 1_000,
    bloomReliable: true,
    depositFactory: { version: 1, address: '0x', initCodeHash: '0x' },
    native: { slip44: 60, symbol: 'ETH', name: 'Ether', decimals: 18, payDecimals: 8, minAmount: '0' },
    tokens: [],
  };
  const token = { symbol: 'T', name: 'T', decimals: 6, payDecimals: 6, minAmount: '0.01', address: '' };
  const usdc = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

  test('but not when it is right', () => {
    expect(
      defineNetwork({ ...good, tokens: [{ ...token, symbol: 'USDC', address: usdc }] }).assets[1]?.minAmount,
    ).toBe(10_000n);
  });

  test.each<[string, Partial<NetworkData>]>([
    [
      'with a mistyped token address',
      { tokens: [{ ...token, symbol: 'USDC', address: usdc.replace('48', '49') }] },
    ],
    ['with nine decimals to pay', { native: { ...good.native, payDecimals: 9 } }],
    [
      'with more decimals to pay than there are',
      { tokens: [{ ...token, symbol: 'USDC', address: usdc, payDecimals: 7 }] },
    ],
    ['that needs no confirmation', { confirmations: 0 }],
    [
      'with an explorer that is not https',
      { explorer: { transaction: 'http://x/{transaction}', address: 'https://x/{address}' } },
    ],
  ])('%s', (_, wrong) => {
    expect(() => defineNetwork({ ...good, ...wrong })).toThrow();
  });
});

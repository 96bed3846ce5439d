import { expect, test } from 'vitest';
import { readEnv } from './env.js';

const good = {
  DATABASE_URL: 'postgresql://u:p@localhost:5432/db',
  EVM_CHAINS: 'eip155:1=https://a/key=1,https://b  eip155:8453=http://c',
};

test('chains are read with their nodes, in their order', () => {
  const { options, migrates } = readEnv(good);
  expect(options.chains).toEqual([
    { chain: 'eip155:1', rpcUrls: ['https://a/key=1', 'https://b'] },
    { chain: 'eip155:8453', rpcUrls: ['http://c'] },
  ]);
  expect([options.port, options.host, options.databasePoolSize, migrates]).toEqual([
    4_606,
    '127.0.0.1',
    8,
    true,
  ]);
  expect(readEnv({ ...good, MIGRATE: '0' }).migrates).toBe(false);
});

test.each([
  [{ DATABASE_URL: 'mysql://x' }],
  [{ EVM_CHAINS: 'eip155:999999=https://a' }],
  [{ EVM_CHAINS: 'eip155:1=ftp://a' }],
  [{ EVM_CHAINS: 'eip155:1' }],
  [{ EVM_CHAINS: 'eip155:1=https://a eip155:1=https://b' }],
  [{ PORT: '70000' }],
])('%o is refused', (wrong) => {
  expect(() => readEnv({ ...good, ...wrong })).toThrow();
});

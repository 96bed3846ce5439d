import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { EnvironmentError, readEnvironment } from './environment.js';

test('nothing has to be said', () => {
  expect(readEnvironment({ SMTP_URL: ' ' })).toEqual({
    dataDir: resolve('.sixpence'),
    firstPort: 4600,
    host: '127.0.0.1',
    publicUrl: undefined,
    databaseUrl: undefined,
    rpcUrls: undefined,
    smtpUrl: undefined,
    mailFrom: undefined,
  });
});

test('several nodes are separated by commas', () => {
  const { rpcUrls } = readEnvironment({ EVM_RPC_URL: 'https://a.example/key, http://127.0.0.1:8545' });
  expect(rpcUrls).toEqual(['https://a.example/key', 'http://127.0.0.1:8545']);
});

test.each(['0', '-1', '65500', '80.5', 'http', '4600 '.repeat(3)])(
  'the port %s is refused',
  (SIXPENCE_PORT) => {
    expect(() => readEnvironment({ SIXPENCE_PORT })).toThrow(EnvironmentError);
  },
);

test.each(['DATABASE_URL', 'EVM_RPC_URL', 'SMTP_URL', 'SIXPENCE_PUBLIC_URL'])(
  '%s of another kind is refused without a word of what it holds',
  (name) => {
    const read = () => readEnvironment({ [name]: 'ftp://user:hunter2@example.com' });
    expect(read).toThrow(EnvironmentError);
    expect(read).not.toThrow(/hunter2/);
  },
);

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { mskTokens } from './msk-tokens.js';

const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

// AWS's library is large: the first load takes seconds on a busy machine.
test(
  'a token is a presigned URL of AWS for connecting to a cluster, in that region',
  { timeout: 60_000 },
  async () => {
    const token = await mskTokens('eu-central-1')();
    const url = new URL(Buffer.from(token, 'base64url').toString());
    expect([url.protocol, url.host]).toEqual(['https:', 'kafka.eu-central-1.amazonaws.com']);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': expect.stringMatching(
        /^AKIDEXAMPLE\/\d{8}\/eu-central-1\/kafka-cluster\/aws4_request$/,
      ),
      'X-Amz-Expires': '900',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
      'X-Amz-SignedHeaders': 'host',
    });
  },
);

test(
  'a token is kept until shortly before its end, and those who ask at once get one',
  { timeout: 60_000 },
  async () => {
    const token = mskTokens('eu-central-1');
    const [first, beside] = await Promise.all([token(), token()]);
    expect(beside).toBe(first);
    vi.setSystemTime(Date.now() + 13 * MINUTE_MS);
    expect(await token()).toBe(first);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    const next = await token();
    expect(next).not.toBe(first);
    expect(await token()).toBe(next);
  },
);

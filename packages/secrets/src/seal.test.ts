import { expect, test } from 'vitest';
import { SealedSecretError, createKeyPair, open, seal } from './index.js';

test('only the receiver opens what was sealed to them', async () => {
  const receiver = await createKeyPair();
  const stranger = await createKeyPair();
  const sealed = await seal(receiver.publicKey, 'sk_test_ünïcödé', 'api-key');
  expect(sealed).toMatch(/^v1\.[\w-]+$/);
  expect(await open(receiver.privateKey, sealed, 'api-key')).toBe('sk_test_ünïcödé');
  await expect(open(stranger.privateKey, sealed, 'api-key')).rejects.toThrow(SealedSecretError);
});

test('a secret sealed for one purpose does not open for another', async () => {
  const { publicKey, privateKey } = await createKeyPair();
  const sealed = await seal(publicKey, 'secret', 'api-key');
  await expect(open(privateKey, sealed, 'webhook-secret')).rejects.toThrow(SealedSecretError);
});

test('changed bytes do not open', async () => {
  const { publicKey, privateKey } = await createKeyPair();
  const sealed = await seal(publicKey, 'secret', 'c');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (const position of [0, 31, 32, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
    await expect(open(privateKey, `v1.${changed.toString('base64url')}`, 'c')).rejects.toThrow(
      SealedSecretError,
    );
  }
  for (const text of ['', 'v1.', 'v2.AAAA', 'v1.AAAA']) {
    await expect(open(privateKey, text, 'c')).rejects.toThrow(SealedSecretError);
  }
});

test('the same secret is sealed differently each time', async () => {
  const { publicKey } = await createKeyPair();
  expect(await seal(publicKey, 'secret', 'c')).not.toBe(await seal(publicKey, 'secret', 'c'));
});

test('a text that is no public key is refused', async () => {
  await expect(seal('AAAA', 'secret', 'c')).rejects.toThrow(SealedSecretError);
});

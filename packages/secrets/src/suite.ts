import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';

/** DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM (RFC 9180, section 7). */
export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** The library speaks of the browser's CryptoKey; in Node it is this one. */
type Key = webcrypto.CryptoKey;

/** A public key from its 32 bytes as base64url. */
export const readPublicKey = async (text: string): Promise<Key> =>
  (await suite.kem.deserializePublicKey(toBytes(text))) as Key;

/** A private key from its 32 bytes as base64url. */
export const readPrivateKey = async (text: string): Promise<Key> =>
  (await suite.kem.deserializePrivateKey(toBytes(text))) as Key;

/** base64url, without padding: how keys and sealed secrets travel. */
export const toText = (bytes: ArrayBuffer | Uint8Array): string =>
  Buffer.from(bytes as Uint8Array).toString('base64url');

/** The bytes of a base64url text, in a buffer of their own. */
export const toBytes = (text: string): ArrayBuffer => Uint8Array.from(Buffer.from(text, 'base64url')).buffer;

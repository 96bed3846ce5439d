import type { webcrypto } from 'node:crypto';
import { suite, toText } from './suite.js';

/** An X25519 key pair, both halves 32 bytes as base64url (RFC 9180, SerializePublicKey and SerializePrivateKey). */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A new key pair. */
export async function createKeyPair(): Promise<KeyPair> {
  const pair = (await suite.kem.generateKeyPair()) as webcrypto.CryptoKeyPair;
  return {
    publicKey: toText(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: toText(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

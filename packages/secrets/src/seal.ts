import { readPrivateKey, readPublicKey, suite, toBytes, toText } from './suite.js';

/** A secret could not be sealed or opened: a wrong key, another context, or changed bytes. It never says what the secret is. */
export class SealedSecretError extends Error {
  override readonly name = 'SealedSecretError';
}

/** The first characters of what we seal, so that another suite can come later. */
const VERSION = 'v1.';
const ENCAPSULATED_KEY_LENGTH_BYTES = 32;

const encode = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

/**
 * Seals `plaintext` (text, UTF-8) so that only the holder of the private key of `publicKey` can read it, and only by naming
 * the same `context` (HPKE's info: what the secret is for). Gives `v1.` and base64url of encapsulated key and ciphertext.
 */
export async function seal(publicKey: string, plaintext: string, context: string): Promise<string> {
  try {
    const recipientPublicKey = await readPublicKey(publicKey);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: encode(context) }, encode(plaintext));
    return `${VERSION}${toText(Buffer.concat([new Uint8Array(enc), new Uint8Array(ct)]))}`;
  } catch (cause) {
    throw new SealedSecretError('the secret could not be sealed: the public key is not one of X25519', {
      cause,
    });
  }
}

/** Opens what `seal` made for the public half of `privateKey` in that context; throws SealedSecretError when it does not fit. */
export async function open(privateKey: string, sealed: string, context: string): Promise<string> {
  try {
    if (!sealed.startsWith(VERSION)) throw new Error('unknown version');
    const bytes = new Uint8Array(toBytes(sealed.slice(VERSION.length)));
    const recipientKey = await readPrivateKey(privateKey);
    const enc = bytes.slice(0, ENCAPSULATED_KEY_LENGTH_BYTES).buffer;
    const ct = bytes.slice(ENCAPSULATED_KEY_LENGTH_BYTES).buffer;
    return new TextDecoder().decode(await suite.open({ recipientKey, enc, info: encode(context) }, ct));
  } catch (cause) {
    throw new SealedSecretError('the sealed secret does not open: wrong key, other context, or changed', {
      cause,
    });
  }
}

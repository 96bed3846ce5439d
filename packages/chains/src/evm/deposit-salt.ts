import { toHex } from './hex.js';
import { keccak256 } from './keccak256.js';

// abi.encode of three strings: three words that point at the tails, then each tail as its length and its bytes, padded to
// whole words (https://docs.soliditylang.org/en/latest/abi-spec.html). Written out because a general encoder costs more
// than the hash, and this runs for every invoice; the test compares it with one.
const word = 32;
const utf8 = new TextEncoder();
const domain = utf8.encode('sixpence.deposit.v1');

/** keccak256(abi.encode("sixpence.deposit.v1", storeId, invoiceId)), as 32 bytes in hex. */
export function depositSalt(storeId: string, invoiceId: string): string {
  const texts = [domain, utf8.encode(storeId), utf8.encode(invoiceId)];
  const encoded = new Uint8Array(texts.reduce((size, text) => size + tailSize(text), texts.length * word));
  const view = new DataView(encoded.buffer);
  let tail = texts.length * word;
  for (const [i, text] of texts.entries()) {
    view.setUint32((i + 1) * word - 4, tail);
    view.setUint32(tail + word - 4, text.length);
    encoded.set(text, tail + word);
    tail += tailSize(text);
  }
  return toHex(keccak256(encoded));
}

const tailSize = (text: Uint8Array) => word + Math.ceil(text.length / word) * word;

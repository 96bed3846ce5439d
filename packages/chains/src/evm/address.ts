import { keccak256 } from './keccak256.js';

const hex = /^0x[0-9a-fA-F]{40}$/;
const zero = `0x${'0'.repeat(40)}`;
const ascii = new Uint8Array(40);

/**
 * What is wrong with an address that a person gave us, as a public sentence; `undefined` when nothing is. An address in
 * mixed case must match its checksum (EIP-55); one case throughout carries none. The zero address is nobody's.
 */
export function addressFault(address: string): string | undefined {
  if (!hex.test(address)) return 'Expected 0x and 40 hexadecimal digits';
  const lower = address.toLowerCase();
  if (lower === zero) return 'The zero address belongs to nobody';
  const digits = address.slice(2);
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  if (!oneCase && checksumOf(lower) !== address)
    return 'The checksum does not match: a character was mistyped';
  return undefined;
}

/** The address with its checksum (EIP-55), as it is shown. Throws a `TypeError` when the text is no address. */
export function checksumAddress(address: string): string {
  if (!hex.test(address)) throw new TypeError(`Not an address: ${address.slice(0, 80)}`);
  return checksumOf(address.toLowerCase());
}

/** The same for an address that is known to be one, and in lower case. */
export function checksumOf(address: string): string {
  for (let i = 0; i < 40; i++) ascii[i] = address.charCodeAt(i + 2);
  const hash = keccak256(ascii);
  let text = '0x';
  for (let i = 0; i < 40; i++) {
    const nibble = (hash[i >> 1] as number) >> (i % 2 === 0 ? 4 : 0);
    const digit = address[i + 2] as string;
    text += (nibble & 8) !== 0 ? digit.toUpperCase() : digit;
  }
  return text;
}

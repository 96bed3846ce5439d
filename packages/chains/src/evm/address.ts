import { getAddress } from 'viem/utils';

const hex = /^0x[0-9a-fA-F]{40}$/;
const zero = `0x${'0'.repeat(40)}`;

/**
 * What is wrong with an address that a person gave us, as a public sentence; `undefined` when nothing is. An address in
 * mixed case must match its checksum (EIP-55); one case throughout carries none. The zero address is nobody's.
 */
export function addressFault(address: string): string | undefined {
  if (!hex.test(address)) return 'Expected 0x and 40 hexadecimal digits';
  if (address.toLowerCase() === zero) return 'The zero address belongs to nobody';
  const digits = address.slice(2);
  const oneCase = digits === digits.toLowerCase() || digits === digits.toUpperCase();
  if (!oneCase && getAddress(address) !== address)
    return 'The checksum does not match: a character was mistyped';
  return undefined;
}

/** The address with its checksum (EIP-55), as it is shown. Throws when the text is no address. */
export const checksumAddress = (address: string): string => getAddress(address);

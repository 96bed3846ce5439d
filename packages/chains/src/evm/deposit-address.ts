import { checksumOf } from './address.js';
import { toHex, writeHex } from './hex.js';
import { keccak256 } from './keccak256.js';

/** Everything a deposit address is made of: anyone who knows it can compute the address again. */
export interface DepositInputs {
  /** The factory's address. */
  readonly factory: string;
  /** keccak256 of the deposit's creation code. */
  readonly initCodeHash: string;
  /** Where the money can go, and nowhere else. */
  readonly treasury: string;
  /** 32 bytes, see `depositSalt`. */
  readonly salt: string;
}

/**
 * The address at which the payer's money arrives, with its checksum:
 * CREATE2(factory, keccak256(abi.encode(treasury, salt)), initCodeHash), EIP-1014. No node is asked.
 * Throws a `TypeError` when an input is not hexadecimal of its right length.
 */
export function depositAddress({ factory, initCodeHash, treasury, salt }: DepositInputs): string {
  const inner = new Uint8Array(64);
  writeHex(treasury, 20, inner, 12);
  writeHex(salt, 32, inner, 32);

  const outer = new Uint8Array(85);
  outer[0] = 0xff;
  writeHex(factory, 20, outer, 1);
  outer.set(keccak256(inner), 21);
  writeHex(initCodeHash, 32, outer, 53);
  return checksumOf(toHex(keccak256(outer).subarray(12)));
}

import { bytesToHex, hexToBytes, keccak256 } from 'viem/utils';
import { checksumAddress } from './address.js';

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
 * Throws when an input is not hexadecimal of its right length.
 */
export function depositAddress({ factory, initCodeHash, treasury, salt }: DepositInputs): string {
  const inner = new Uint8Array(64);
  inner.set(bytes(treasury, 20), 12);
  inner.set(bytes(salt, 32), 32);

  const outer = new Uint8Array(85);
  outer[0] = 0xff;
  outer.set(bytes(factory, 20), 1);
  outer.set(keccak256(inner, 'bytes'), 21);
  outer.set(bytes(initCodeHash, 32), 53);
  return checksumAddress(bytesToHex(keccak256(outer, 'bytes').subarray(12)));
}

function bytes(hex: string, length: number): Uint8Array {
  if (!/^0x[0-9a-fA-F]*$/.test(hex) || hex.length !== 2 + 2 * length) {
    throw new TypeError(`Expected ${length} bytes in hexadecimal, got ${hex.slice(0, 80)}`);
  }
  return hexToBytes(hex as `0x${string}`);
}

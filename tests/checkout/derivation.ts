import { readFile } from 'node:fs/promises';
import { encodeAbiParameters, getAddress, getContractAddress, keccak256, parseUnits, type Hex } from 'viem';
import type { Invoice, Method } from './shop.js';

interface Artifact {
  bytecode: Hex;
  deployment?: { deployer: Hex; salt: Hex };
}

const artifact = async (name: string) =>
  JSON.parse(
    await readFile(new URL(`../../contracts/artifacts/${name}.json`, import.meta.url), 'utf8'),
  ) as Artifact;

/** The salt of an invoice's addresses: keccak256 of the ABI encoding of a name and the two ids. */
export function saltOf(invoice: Pick<Invoice, 'id' | 'storeId'>): Hex {
  const text = { type: 'string' } as const;
  return keccak256(
    encodeAbiParameters([text, text, text], ['sixpence.deposit.v1', invoice.storeId, invoice.id]),
  );
}

/** Where the factory is on every chain: it is deployed by the deterministic deployer. */
export async function factoryAddress(): Promise<Hex> {
  const { bytecode, deployment } = await artifact('DepositFactory');
  if (!deployment) throw new Error('The factory has no deployment');
  return getContractAddress({
    opcode: 'CREATE2',
    from: deployment.deployer,
    salt: deployment.salt,
    bytecode,
  });
}

/**
 * The address that an invoice must show, from public values alone: the byte code of the contracts, the merchant's
 * treasury and the two ids. Nothing of it comes from the server's own derivation, nor from its code.
 */
export async function deriveAddress(invoice: Pick<Invoice, 'id' | 'storeId'>, treasury: Hex): Promise<Hex> {
  const { bytecode } = await artifact('Deposit');
  const salt = keccak256(
    encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [treasury, saltOf(invoice)]),
  );
  return getContractAddress({ opcode: 'CREATE2', from: await factoryAddress(), salt, bytecode });
}

/** The EIP-681 link for an amount of the method's asset to an address of the dev chain. */
export function eip681(method: Pick<Method, 'asset' | 'decimals'>, to: Hex, amount: string): string {
  const units = parseUnits(amount, method.decimals);
  const token = method.asset.split('erc20:')[1];
  return token === undefined
    ? `ethereum:${to}@31337?value=${units}`
    : `ethereum:${getAddress(token)}@31337/transfer?address=${to}&uint256=${units}`;
}

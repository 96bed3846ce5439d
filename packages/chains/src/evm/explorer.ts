import type { EvmNetwork } from './network.js';

/** A page about the transaction, where the network has an explorer. */
export const transactionUrl = (network: EvmNetwork, transaction: string): string | undefined =>
  network.explorer?.transaction.replace('{transaction}', encodeURIComponent(transaction));

/** A page about the address, where the network has an explorer. */
export const addressUrl = (network: EvmNetwork, address: string): string | undefined =>
  network.explorer?.address.replace('{address}', encodeURIComponent(address));

import type { Merchant } from './merchant.js';

const merchants = new WeakMap<object, Merchant>();

/** Notes who sent a request, for as long as the request lives. */
export const noteMerchant = (request: object, merchant: Merchant): void =>
  void merchants.set(request, merchant);

/** Who sent a request; undefined when nobody has been let in with it. */
export const merchantOf = (request: object): Merchant | undefined => merchants.get(request);

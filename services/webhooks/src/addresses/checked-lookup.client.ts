import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { mayConnect } from './public-address.js';

/** All IP addresses of a name. */
export type ResolveName = (hostname: string) => Promise<readonly string[]>;

/** The name leads to an address we may not connect to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

export interface AddressRules {
  readonly allowLoopback: boolean;
  readonly resolve: ResolveName;
}

export const resolveBySystem: ResolveName = async (hostname) =>
  (await systemLookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address);

/** A host as sockets have it: an IPv6 address without the brackets that a URL puts around it. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/**
 * The addresses of a host, all of them checked: one that we may not connect to refuses the whole name, since a resolver that
 * gives a public and a private one is not to be trusted with either. Throws ForbiddenAddressError, or what the resolver threw.
 */
export async function checkedAddresses(hostname: string, rules: AddressRules): Promise<readonly string[]> {
  const literal = bareHost(hostname);
  const addresses = isIP(literal) ? [literal] : await rules.resolve(hostname);
  const wrong = addresses.find((address) => !mayConnect(address, rules));
  if (wrong !== undefined || addresses.length === 0) {
    throw new ForbiddenAddressError(`${hostname} does not lead to a public address`);
  }
  return addresses;
}

/**
 * A lookup for sockets. The name is resolved once, and the socket connects to just what was checked: a name that changes between a
 * check and the connection (DNS rebinding) has no second chance.
 */
export const checkedLookup =
  (rules: AddressRules): LookupFunction =>
  (hostname, options, callback) => {
    checkedAddresses(hostname, rules).then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = all;
        if (options.all) callback(null, all);
        else callback(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };

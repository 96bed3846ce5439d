import { isIP } from 'node:net';
import { DomainError } from '@sixpence/schemas';
import { bareHost, checkedAddresses, ForbiddenAddressError } from './checked-lookup.client.js';
import type { AddressRules } from './checked-lookup.client.js';
import { mayConnect } from './public-address.js';

const refuse = (detail: string): never => {
  throw new DomainError('invalid_url', detail, { field: 'url' });
};

/**
 * Refuses (`invalid_url`) what can be told from the address itself. The URL parser has brought an IP address to its usual form, however it
 * was written (WHATWG URL, section 3.5).
 */
export function checkUrlForm(text: string, rules: AddressRules): void {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') refuse('The address holds a user name or password');
  if (url.hash !== '') refuse('The address holds a fragment, which is never sent');
  if (url.protocol !== 'https:' && !rules.allowLoopback) refuse('Only https is sent to');
  const host = bareHost(url.hostname);
  if (isIP(host) && !mayConnect(host, rules)) refuse('The address is not a public one');
}

/**
 * Refuses (`invalid_url`) an address that we would not send to, by where its name leads now. A name that cannot be resolved is let through: it
 * may come to be, and is checked at every connection.
 */
export async function checkUrl(text: string, rules: AddressRules): Promise<void> {
  checkUrlForm(text, rules);
  try {
    await checkedAddresses(new URL(text).hostname, rules);
  } catch (error) {
    if (error instanceof ForbiddenAddressError) refuse('The address is not a public one');
  }
}

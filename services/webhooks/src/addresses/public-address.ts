import ipaddr from 'ipaddr.js';

/**
 * Whether we may connect to an IP address for a merchant. Only what is plainly public: an address that is private, local,
 * reserved, or that carries another one inside (IPv4-mapped, NAT64, 6to4, Teredo) could lead into our own network, or
 * to the metadata service of a cloud. `allowLoopback` lets this machine in besides, for development.
 */
export function mayConnect(address: string, { allowLoopback }: { allowLoopback: boolean }): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const range = ipaddr.process(address).range();
  return range === 'unicast' || (allowLoopback && range === 'loopback');
}

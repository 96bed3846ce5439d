import ipaddr from 'ipaddr.js';

/** Where machines on Azure reach their host's services: an address that looks public and is not. */
const azureHost = '168.63.129.16';

/** Of IPv6, only 2000::/3 is given out as global unicast (RFC 4291, section 2.4; IANA's registry). */
const globalUnicast = ipaddr.parseCIDR('2000::/3');

const isGlobal = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === 'ipv4' || address.match(globalUnicast);

/**
 * Whether we may connect to an IP address for a merchant. Only what is plainly public: an address that is private, local,
 * reserved, or that carries another one inside (IPv4-mapped, NAT64, 6to4, Teredo) could lead into our own network, or
 * to the metadata service of a cloud. `allowLoopback` lets this machine in besides, for development.
 */
export function mayConnect(address: string, { allowLoopback }: { allowLoopback: boolean }): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address in IPv6's clothes is judged as what it is.
  const judged = ipaddr.process(address);
  const range = judged.range();
  if (range === 'loopback') return allowLoopback;
  return range === 'unicast' && isGlobal(judged) && judged.toString() !== azureHost;
}

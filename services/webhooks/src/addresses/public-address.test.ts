import { describe, expect, test } from 'vitest';
import { mayConnect } from './public-address.js';

const forbidden = [
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['169.254.169.254', 'the metadata service'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['0.0.0.0', 'this host'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['240.0.0.1', 'reserved'],
  ['192.0.2.1', 'documentation'],
  ['198.18.0.1', 'benchmarking'],
  ['::', 'unspecified'],
  ['fe80::1', 'link-local'],
  ['fc00::1', 'unique local'],
  ['fd00:ec2::254', 'the metadata service'],
  ['ff02::1', 'multicast'],
  ['::ffff:10.0.0.1', 'IPv4-mapped private'],
  ['::ffff:169.254.169.254', 'IPv4-mapped metadata service'],
  ['64:ff9b::a00:1', 'NAT64'],
  ['2002:a00:1::', '6to4'],
  ['2001:0:a00:1::', 'Teredo'],
  ['2001:db8::1', 'documentation'],
  ['168.63.129.16', "Azure's host"],
  ['4000::1', 'not given out'],
  ['not an address', 'nonsense'],
];

describe.each([{ allowLoopback: true }, { allowLoopback: false }])('with %j', (options) => {
  test.each(forbidden)('%s is refused: %s', (address) => {
    expect(mayConnect(address, options)).toBe(false);
  });

  test.each(['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111'])('%s is public', (address) => {
    expect(mayConnect(address, options)).toBe(true);
  });

  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) => {
    expect(mayConnect(address, options)).toBe(options.allowLoopback);
  });
});

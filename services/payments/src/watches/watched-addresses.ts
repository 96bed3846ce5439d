/** The addresses that every new block is looked through for, in memory: one lookup for each transfer of a chain. */
export interface WatchedAddresses {
  readonly size: number;
  has(address: string): boolean;
  add(addresses: Iterable<string>): void;
  clear(): void;
}

/** None yet. Addresses are in the form in which they are compared (`addressKey`). */
export function createWatchedAddresses(): WatchedAddresses {
  const addresses = new Set<string>();
  return {
    get size() {
      return addresses.size;
    },
    has: (address) => addresses.has(address),
    add: (more) => {
      for (const address of more) addresses.add(address);
    },
    clear: () => addresses.clear(),
  };
}

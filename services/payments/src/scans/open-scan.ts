import type { Chain } from '@sixpence/chains';
import type { Outbox } from '@sixpence/event-bus';
import type { Database, Tx } from '@sixpence/postgres';
import type { Logger } from '@sixpence/telemetry';
import { createWatchedAddresses } from '../watches/watched-addresses.js';
import { coveredAddresses } from '../watches/watches.store.js';
import { createRecentBlocks } from './recent-blocks.js';
import { ScanLostError, type Scan } from './scan.js';
import { lockScan, takeLease } from './scans.store.js';

/** What a scan works with. */
export interface ScanContext {
  readonly chain: Chain;
  readonly db: Database;
  readonly outbox: Outbox;
  readonly logger: Logger;
}

/** How long a holder that says nothing more keeps its scan: after a crash, the next one waits this long. */
export const leaseMs = 5_000;

const addressesPerPage = 10_000;

/** Takes the scan of a chain and reads everything it needs. `undefined` when another process holds it. */
export async function openScan({ chain, db }: ScanContext): Promise<Scan | undefined> {
  const { network } = chain;
  // Asked first, since without a node the lease would be of no use.
  const dev = await chain.devNode();
  const lease = await takeLease(db, network.chain, leaseMs);
  if (!lease) return undefined;
  const live = createWatchedAddresses();
  for (let page = await coveredAddresses(db, network.chain, '', addressesPerPage); page.length > 0;) {
    live.add(page);
    page = await coveredAddresses(db, network.chain, page.at(-1) ?? '', addressesPerPage);
  }
  const { token, cursor } = lease;
  return { network, token, dev, cursor, head: undefined, live, backlogs: [], recent: createRecentBlocks() };
}

/**
 * Runs a step of the scan in one transaction. Throws `ScanLostError`, with nothing written, when another process has taken the
 * scan, or when the database's cursor is not the one in memory: the outcome of an earlier commit was not known.
 */
export async function writeScan<T>(
  { db }: ScanContext,
  scan: Scan,
  step: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { chain } = scan.network;
  return db.transaction(async (tx) => {
    const locked = await lockScan(tx, chain, scan.token);
    if (!locked) throw new ScanLostError(`The scan of ${chain} is another's now`);
    if (locked.cursor?.hash !== scan.cursor?.hash)
      throw new ScanLostError(`The cursor of ${chain} is not where it was left`);
    return step(tx);
  });
}

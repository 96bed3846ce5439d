import type { BlockRef, Network } from '@sixpence/chains';
import type { WatchedAddresses } from '../watches/watched-addresses.js';
import type { RecentBlocks } from './recent-blocks.js';

/** Addresses that blocks behind the cursor must be looked through for, and the next of these blocks. */
export interface Backlog {
  readonly addresses: Set<string>;
  /** Whether it reaches far back. */
  readonly late: boolean;
  next: number;
}

/** A chain that is being scanned: what the one who holds it keeps in memory. It moves only after its database has. */
export interface Scan {
  readonly network: Network;
  /** The fencing token: only who has the newest may write. */
  readonly token: string;
  /** Whether the node is a development node, whose chain may vanish at any time. */
  readonly dev: boolean;
  /** The last block whose transfers are booked. */
  cursor: BlockRef | undefined;
  /** The newest block that the node told of. */
  head: BlockRef | undefined;
  /** Covered up to the cursor, and looked for in every block from there on. */
  readonly live: WatchedAddresses;
  /** Not covered up to the cursor yet. */
  backlogs: Backlog[];
  readonly recent: RecentBlocks;
}

/** Somebody else holds the scan, or its database is not where memory is: everything is read again. */
export class ScanLostError extends Error {
  override readonly name = 'ScanLostError';
}

/** The scan cannot go on without a person: the chain that was scanned is not the chain that the node serves. */
export class ScanStoppedError extends Error {
  override readonly name = 'ScanStoppedError';
}

/** Allowed between the clocks of the service that made an invoice, of this one, and of the block in which it is paid. */
const clockMarginMs = 60_000;

/**
 * The block time, in seconds, from which a watch must be looked for: no block in which its invoice was paid has an earlier one.
 * A chain's clock may lag behind ours by any constant (a dev chain that was stopped goes on where it was), and by no more than
 * the age of its head; running ahead does no harm.
 */
export function coverFrom(createdAt: Date, head: BlockRef, now: Date): number {
  const lagMs = Math.max(0, now.getTime() - head.time * 1_000);
  return Math.floor((createdAt.getTime() - lagMs - clockMarginMs) / 1_000);
}

/** How long to wait before asking for a new head. */
export const pollDelayMs = ({ dev, blockTimeMs }: Network): number =>
  dev ? 250 : Math.min(5_000, Math.max(250, blockTimeMs / 4));

/** How long to wait after a failure, which is the `failures`-th in a row: doubled each time, to a bound. */
export const failureDelayMs = ({ dev }: Network, failures: number): number =>
  Math.min(dev ? 2_000 : 15_000, 250 * 2 ** Math.min(failures - 1, 10));

/** How many of these blocks follow one another, the first of them following `parent`. */
export function linkedCount(parent: BlockRef, blocks: readonly BlockRef[]): number {
  let last = parent;
  const broken = blocks.findIndex((block) => {
    const follows = block.parentHash === last.hash && block.height === last.height + 1;
    last = block;
    return !follows;
  });
  return broken < 0 ? blocks.length : broken;
}

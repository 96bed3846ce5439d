import type { BlockRef } from '@sixpence/chains';
import { uncoveredWatches } from '../watches/watches.store.js';
import type { ScanContext } from './open-scan.js';
import { coverFrom, type Scan } from './scan.js';
import { lowestHeightSince, oldestHeader } from './scans.store.js';

/** How many new watches are taken up at once. */
const maxWatches = 2_000;
/** Watches that reach back further than this before the head are looked for apart, so that new ones need not wait. */
const lateAfterSeconds = 300;

/**
 * Takes up the watches that came since the last time, each with the block from which it must be looked for. They join the
 * live ones only once they are looked for up to the cursor (`rescanBlocks`): the scan may have passed their invoice's
 * creation long ago.
 */
export async function takeUpWatches(
  context: ScanContext,
  scan: Scan,
  cursor: BlockRef,
  head: BlockRef,
): Promise<void> {
  const inHand = scan.backlogs.flatMap(({ addresses }) => [...addresses]);
  const watches = await uncoveredWatches(context.db, scan.network.chain, inHand, maxWatches);
  const now = new Date();
  const from = watches.map(({ address, createdAt }) => ({ address, time: coverFrom(createdAt, head, now) }));
  const isLate = ({ time }: { time: number }) => time < head.time - lateAfterSeconds;
  for (const late of [false, true]) {
    const group = from.filter((watch) => isLate(watch) === late);
    if (group.length === 0) continue;
    const next = await firstHeightSince(context, scan, cursor, Math.min(...group.map(({ time }) => time)));
    addToBacklog(
      scan,
      late,
      next,
      group.map(({ address }) => address),
    );
  }
}

/** Joins a backlog of its kind that has not passed `next` yet, so that no block is looked through twice; else begins one. */
function addToBacklog(scan: Scan, late: boolean, next: number, addresses: readonly string[]): void {
  let backlog = scan.backlogs.find((known) => known.late === late && known.next <= next);
  if (!backlog) {
    backlog = { addresses: new Set(), late, next };
    scan.backlogs.push(backlog);
  }
  for (const address of addresses) backlog.addresses.add(address);
}

/** The lowest height whose block's time is not before `time`, or the one after the cursor when there is none. */
async function firstHeightSince(
  { db, chain }: ScanContext,
  scan: Scan,
  cursor: BlockRef,
  time: number,
): Promise<number> {
  if (time > cursor.time) return cursor.height + 1;
  const oldest = await oldestHeader(db, scan.network.chain);
  if (oldest && oldest.time < time) {
    return (await lowestHeightSince(db, scan.network.chain, time)) ?? cursor.height + 1;
  }
  // Below the kept headers the node is asked. Block times only rise (Ethereum's yellow paper, equation 57).
  let [low, high] = [0, oldest?.height ?? cursor.height];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const header = await chain.header(middle);
    if (header && header.time < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { ChainError, type Block } from '@sixpence/chains';
import { bookTransfers } from '../payments/book-transfers.js';
import { confirmPayments } from '../payments/confirm-payments.js';
import { tellPayments } from '../payments/tell-payments.js';
import { markCovered } from '../watches/watches.store.js';
import { writeScan, type ScanContext } from './open-scan.js';
import { readBlocks } from './read-blocks.js';
import { linkedCount, type Backlog, type Scan } from './scan.js';
import { keptHeaders } from './scans.store.js';

/** Blocks that are looked through for late watches before the scan goes on: neither may hold up the other. */
const blocksPerStep = 64;
const blocksAtOnce = 8;

/**
 * Looks the blocks behind the cursor through for the watches that came late, a bounded number of them, and makes those
 * live that have reached the cursor. The cursor does not move meanwhile, so that no block falls between the two.
 */
export async function rescanBlocks(context: ScanContext, scan: Scan): Promise<void> {
  let budget = blocksPerStep;
  for (const backlog of scan.backlogs) {
    while (scan.cursor && backlog.next <= scan.cursor.height) {
      if (budget <= 0) return;
      const last = Math.min(scan.cursor.height, backlog.next + blocksAtOnce - 1);
      const blocks = await readBlocks(context, scan, backlog.next, last);
      await assertScannedChain(context, scan, blocks);
      await bookBacklog(context, scan, backlog, blocks);
      budget -= blocks.length;
    }
    await makeLive(context, scan, backlog);
  }
}

async function bookBacklog(
  context: ScanContext,
  scan: Scan,
  backlog: Backlog,
  blocks: readonly Block[],
): Promise<void> {
  const height = scan.cursor?.height ?? 0;
  for (const { ref, transfers } of blocks) {
    const hits = transfers.filter(({ to }) => backlog.addresses.has(to));
    if (hits.length > 0) {
      await writeScan(context, scan, async (tx) => {
        const booked = await bookTransfers(tx, context.logger, scan.network, ref, hits);
        await tellPayments(tx, context.outbox, height, booked);
        const confirmed = await confirmPayments(tx, scan.network.chain, height);
        await tellPayments(tx, context.outbox, height, confirmed);
      });
    }
    backlog.next = ref.height + 1;
  }
}

async function makeLive(context: ScanContext, scan: Scan, backlog: Backlog): Promise<void> {
  const addresses = [...backlog.addresses];
  await writeScan(context, scan, (tx) => markCovered(tx, scan.network.chain, addresses));
  scan.live.add(addresses);
  scan.backlogs = scan.backlogs.filter((other) => other !== backlog);
}

/**
 * The blocks must be linked, and be those that were scanned at their heights, as far back as headers are kept. If the chain
 * took them back this moment, the next round finds that out before it comes here.
 */
async function assertScannedChain({ db }: ScanContext, scan: Scan, blocks: readonly Block[]): Promise<void> {
  const [first, ...rest] = blocks.map(({ ref }) => ref);
  const last = rest.at(-1) ?? first;
  const { chain } = scan.network;
  if (!first || !last)
    throw new ChainError(
      `The node of ${chain} has no blocks up to ${scan.cursor?.height}, which were scanned`,
    );
  const [kept] = await keptHeaders(db, chain, last.height, last.height);
  if (linkedCount(first, rest) < rest.length || (kept && kept.hash !== last.hash)) {
    throw new ChainError(`The blocks of ${chain} up to ${last.height} are not those that were scanned`);
  }
}

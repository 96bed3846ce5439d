import type { Block } from '@sixpence/chains';
import { bookTransfers } from '../payments/book-transfers.js';
import { confirmPayments } from '../payments/confirm-payments.js';
import { tellPayments } from '../payments/tell-payments.js';
import { writeScan, type ScanContext } from './open-scan.js';
import type { Scan } from './scan.js';
import { deleteHeadersBelow, moveCursor } from './scans.store.js';

/** How many headers are kept at least: as deep as a reorganisation can be followed. */
const keptHeaders = 1_024;
/** Old headers are deleted once in so many blocks. */
const deleteEvery = 64;

/** Books the block that follows the cursor: its transfers to watched addresses, what they confirm, and the cursor, together. */
export async function scanBlock(context: ScanContext, scan: Scan, block: Block): Promise<void> {
  const { network, live } = scan;
  const { ref } = block;
  const hits = block.transfers.filter(({ to }) => live.has(to));
  const headHeight = Math.max(ref.height, scan.head?.height ?? 0);
  await writeScan(context, scan, async (tx) => {
    const booked = await bookTransfers(tx, context.logger, network, ref, hits);
    await tellPayments(tx, context.outbox, ref.height, booked);
    const confirmed = await confirmPayments(tx, network.chain, ref.height);
    await tellPayments(tx, context.outbox, ref.height, confirmed);
    await moveCursor(tx, network.chain, ref, headHeight);
    if (ref.height % deleteEvery === 0) await deleteHeadersBelow(tx, network.chain, ref.height - keptHeaders);
  });
  scan.cursor = ref;
  scan.recent.add(block);
}

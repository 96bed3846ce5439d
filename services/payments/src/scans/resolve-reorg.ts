import type { BlockRef } from '@sixpence/chains';
import { reversePayments } from '../payments/reverse-payments.js';
import { tellPayments } from '../payments/tell-payments.js';
import { markUncovered } from '../watches/watches.store.js';
import { writeScan, type ScanContext } from './open-scan.js';
import { ScanStoppedError, type Scan } from './scan.js';
import { deleteHeadersAbove, keptHeaders, moveCursor } from './scans.store.js';

const headersPerPage = 64;

/**
 * The chain took back blocks that were scanned. Goes back to the last block that both chains have, and takes back the
 * payments in the blocks above; the scan then goes on from there. Without such a block, a dev chain was begun anew, and so is
 * its scan; on any other chain `ScanStoppedError` is thrown.
 */
export async function resolveReorg(
  context: ScanContext,
  scan: Scan,
  cursor: BlockRef,
  head: BlockRef,
): Promise<void> {
  const ancestor = await commonAncestor(context, scan, Math.min(cursor.height, head.height));
  if (ancestor) await rollBack(context, scan, cursor, ancestor, head);
  else if (scan.dev) await beginAnew(context, scan, head);
  else {
    throw new ScanStoppedError(
      `${scan.network.chain}: none of the headers kept, up to ${cursor.height} ${cursor.hash}, is on the chain of the node ` +
        `(${head.height} ${head.hash}). Is it a node of another network, or one that is not to be trusted?`,
    );
  }
}

async function commonAncestor(
  { chain, db }: ScanContext,
  { network }: Scan,
  from: number,
): Promise<BlockRef | undefined> {
  for (let top = from; top >= 0; top -= headersPerPage) {
    const kept = await keptHeaders(db, network.chain, top - headersPerPage + 1, top);
    if (kept.length === 0) return undefined;
    for (const header of kept) {
      if ((await chain.header(header.height))?.hash === header.hash) return header;
    }
  }
  return undefined;
}

async function rollBack(
  context: ScanContext,
  scan: Scan,
  cursor: BlockRef,
  ancestor: BlockRef,
  head: BlockRef,
): Promise<void> {
  const { chain } = scan.network;
  const reversed = await writeScan(context, scan, async (tx) => {
    const changes = await reversePayments(tx, chain, ancestor.height);
    await tellPayments(tx, context.outbox, ancestor.height, changes);
    await deleteHeadersAbove(tx, chain, ancestor.height);
    await moveCursor(tx, chain, ancestor, head.height);
    return changes.length;
  });
  scan.cursor = ancestor;
  scan.recent.dropAbove(ancestor.height);
  for (const backlog of scan.backlogs) backlog.next = Math.min(backlog.next, ancestor.height + 1);
  const depth = cursor.height - ancestor.height;
  context.logger.warn(
    { chain, depth, from: cursor.height, payments: reversed },
    'the chain took blocks back',
  );
}

/** Every watch is looked for anew, as if it had just come: from its creation, or from the first block. */
async function beginAnew(context: ScanContext, scan: Scan, head: BlockRef): Promise<void> {
  const { chain } = scan.network;
  await writeScan(context, scan, async (tx) => {
    const changes = await reversePayments(tx, chain, -1);
    await tellPayments(tx, context.outbox, head.height, changes);
    await deleteHeadersAbove(tx, chain, -1);
    await markUncovered(tx, chain);
    await moveCursor(tx, chain, head, head.height);
  });
  scan.cursor = head;
  scan.recent.clear();
  scan.live.clear();
  scan.backlogs = [];
  context.logger.warn({ chain, head: head.height }, 'the dev chain was begun anew, and so is its scan');
}

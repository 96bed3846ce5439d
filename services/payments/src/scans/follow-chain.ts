import { ChainError, type BlockRef } from '@sixpence/chains';
import { writeScan, type ScanContext } from './open-scan.js';
import { readBlocks } from './read-blocks.js';
import { rescanBlocks } from './rescan-blocks.js';
import { resolveReorg } from './resolve-reorg.js';
import { scanBlock } from './scan-block.js';
import { linkedCount, type Scan } from './scan.js';
import { keepHeaders, keptHeaders, moveCursor } from './scans.store.js';
import { takeUpWatches } from './take-up-watches.js';

/** Blocks that are read at once when the scan is behind; new watches are taken up between them. */
const blocksAtOnce = 8;

/** Headers that are kept of the blocks before the first start: a reorganisation may reach there. */
const headersBefore = 64;

/**
 * One round of a scan: looks whether the chain took blocks back, covers the watches that came since the last round, then
 * books the blocks that follow the cursor, a bounded number of them. True when there is more to do at once.
 */
export async function followChain(context: ScanContext, scan: Scan): Promise<boolean> {
  const head = await context.chain.head();
  scan.head = head;
  const cursor = scan.cursor ?? (await beginAtHead(context, scan, head));

  const last = Math.min(head.height, cursor.height + blocksAtOnce);
  const blocks = await readBlocks(context, scan, cursor.height + 1, last);
  const refs = blocks.map(({ ref }) => ref);
  const linked = blocks.slice(0, linkedCount(cursor, refs));
  if ((blocks.length > 0 && linked.length === 0) || (await tookBack(context, scan, cursor, head))) {
    await resolveReorg(context, scan, cursor, head);
    return true;
  }

  await takeUpWatches(context, scan, cursor, head);
  await rescanBlocks(context, scan);
  for (const block of linked) await scanBlock(context, scan, block);
  // A node that has no block below another's head is not asked again at once.
  return scan.backlogs.length > 0 || (linked.length > 0 && cursor.height + linked.length < head.height);
}

/** The first start of a chain: what was before it concerns the watches alone, which are looked for back to their creation. */
async function beginAtHead(context: ScanContext, scan: Scan, head: BlockRef): Promise<BlockRef> {
  const { chain } = scan.network;
  const before: BlockRef[] = [];
  for (let height = Math.max(0, head.height - headersBefore); height < head.height; height++) {
    const header = await context.chain.header(height);
    if (header) before.push(header);
  }
  const [first, ...rest] = [...before, head];
  if (first && linkedCount(first, rest) < rest.length)
    throw new ChainError(`The chain ${chain} changed while its scan began`);
  await writeScan(context, scan, async (tx) => {
    await keepHeaders(tx, chain, before);
    await moveCursor(tx, chain, head, head.height);
  });
  scan.cursor = head;
  context.logger.info({ chain, height: head.height }, 'the scan begins');
  return head;
}

/**
 * Whether a head that is not above the cursor means that blocks were taken back. A head that is lower and on the scanned chain
 * does on a dev node, which came back with an older state; elsewhere it is a node that lags behind others, and nothing is
 * taken back on its word. Throws a `ChainError` then.
 */
async function tookBack({ db }: ScanContext, scan: Scan, cursor: BlockRef, head: BlockRef): Promise<boolean> {
  if (head.height > cursor.height) return false;
  if (head.height === cursor.height) return head.hash !== cursor.hash;
  const [kept] = await keptHeaders(db, scan.network.chain, head.height, head.height);
  if (scan.dev || (kept && kept.hash !== head.hash)) return true;
  throw new ChainError(
    `The node of ${scan.network.chain} is behind: its head is ${head.height}, ours was ${cursor.height}`,
  );
}

import type { Block } from '@sixpence/chains';
import type { ScanContext } from './open-scan.js';
import type { Scan } from './scan.js';

/** The blocks of a range of heights, at once: from memory where they are, else from the node. Ends before one that is not there yet. */
export async function readBlocks(
  { chain }: ScanContext,
  { recent }: Scan,
  from: number,
  to: number,
): Promise<Block[]> {
  const heights = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const blocks = await Promise.all(heights.map(async (height) => recent.get(height) ?? chain.block(height)));
  const end = blocks.indexOf(undefined);
  return (end < 0 ? blocks : blocks.slice(0, end)).filter((block) => block !== undefined);
}

import type { Block } from '@sixpence/chains';

/** Blocks that were read a moment ago: nearly every new watch must be looked for in them. */
export interface RecentBlocks {
  get(height: number): Block | undefined;
  add(block: Block): void;
  /** The chain took back the blocks above a height. */
  dropAbove(height: number): void;
  clear(): void;
}

const maxBlocks = 256;
const maxTransfers = 50_000;

/** None yet. The oldest are dropped when there are too many, or too many transfers in them. */
export function createRecentBlocks(): RecentBlocks {
  const blocks = new Map<number, Block>();
  let transfers = 0;
  const drop = (height: number) => {
    transfers -= blocks.get(height)?.transfers.length ?? 0;
    blocks.delete(height);
  };
  return {
    get: (height) => blocks.get(height),
    add: (block) => {
      drop(block.ref.height);
      blocks.set(block.ref.height, block);
      transfers += block.transfers.length;
      for (const height of blocks.keys()) {
        if (blocks.size <= maxBlocks && transfers <= maxTransfers) break;
        drop(height);
      }
    },
    dropAbove: (height) => {
      for (const known of blocks.keys()) if (known > height) drop(known);
    },
    clear: () => {
      blocks.clear();
      transfers = 0;
    },
  };
}

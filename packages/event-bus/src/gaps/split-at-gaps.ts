import { relayNumberOf } from './relay-number.js';
import type { RelayNumber } from './relay-number.js';

/** Numbers that were given to records which did not come. Both ends belong to it. */
export interface Gap {
  readonly epoch: string;
  readonly from: bigint;
  readonly to: bigint;
}

/** Records that follow one another, and what is missing before the first of them. */
export interface Stretch<Item> {
  readonly missing: Gap | undefined;
  readonly records: readonly Item[];
}

export interface Split<Item> {
  readonly stretches: readonly Stretch<Item>[];
  /** The newest number, once all of it is dealt with. */
  readonly last: RelayNumber | undefined;
}

/**
 * Cuts the records of a partition where some are missing, going by the newest number before them. A number that is not higher is a
 * repeat and stays: the inbox knows it. No expectation holds without a number before, nor across epochs; a record without a number
 * changes nothing.
 */
export function splitAtGaps<Item extends { readonly headers: Readonly<Record<string, string>> }>(
  records: readonly Item[],
  before: RelayNumber | undefined,
): Split<Item> {
  const stretches: { missing: Gap | undefined; records: Item[] }[] = [];
  let current: Item[] | undefined;
  let last = before;
  for (const record of records) {
    const found = relayNumberOf(record.headers);
    const missing = found && gapBetween(last, found);
    if (current === undefined || missing !== undefined) {
      current = [];
      stretches.push({ missing, records: current });
    }
    current.push(record);
    if (found !== undefined && !isRepeat(last, found)) last = found;
  }
  return { stretches, last };
}

const isRepeat = (before: RelayNumber | undefined, found: RelayNumber): boolean =>
  before?.epoch === found.epoch && found.sequence <= before.sequence;

function gapBetween(before: RelayNumber | undefined, { epoch, sequence }: RelayNumber): Gap | undefined {
  if (before?.epoch !== epoch || sequence <= before.sequence + 1n) return undefined;
  return { epoch, from: before.sequence + 1n, to: sequence - 1n };
}

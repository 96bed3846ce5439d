import { expect } from 'vitest';
import type { LoggedRecord } from './topic-log.js';

const firstOf = <T>(items: readonly T[], nameOf: (item: T) => unknown): T[] => {
  const seen = new Set<unknown>();
  return items.filter((item) => !seen.has(nameOf(item)) && seen.add(nameOf(item)));
};

/** How many records say again what one before them said. */
export const repeats = (records: readonly LoggedRecord[]): number =>
  records.length - new Set(records.map(({ event }) => event)).size;

/**
 * What a relay leaves on a topic however often it dies: in each partition the numbers begin at 1 and none is left out, one that
 * comes again names the same event, and no event has two.
 */
export function expectNumbered(records: readonly LoggedRecord[]): void {
  for (const partition of new Set(records.map((record) => record.partition))) {
    const here = records.filter((record) => record.partition === partition);
    const named = ({ epoch, sequence, event }: LoggedRecord): string => `${epoch}/${sequence} ${event}`;
    const distinct = firstOf(here, named);
    expect(firstOf(distinct, ({ event }) => event)).toHaveLength(distinct.length);
    expect(distinct.find(({ sequence }, at) => sequence !== BigInt(at + 1))).toBeUndefined();
  }
}

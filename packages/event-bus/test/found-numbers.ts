import { expect } from 'vitest';
import type { Load } from './kafka-workload.js';

/** The first time that each number came; order is of these. */
export const firsts = (numbers: readonly number[]): number[] => [...new Set(numbers)];
export const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

/** What the broker acknowledged and is not among what was found in each partition. */
export const lostOf = (load: Load, found: readonly (readonly number[])[]): number[] =>
  load.acknowledged.flatMap((numbers, partition) => {
    const there = new Set(found[partition]);
    return numbers.filter((number) => !there.has(number));
  });
/** How many came again. */
export const doubledOf = (found: readonly (readonly number[])[]): number =>
  found.flat().length - found.flatMap(firsts).length;
/** What an inbox lets through is in order: the first of each number, partition by partition. */
export function expectOrder(...found: readonly (readonly number[])[]): void {
  for (const numbers of found) expect(firsts(numbers)).toEqual(ascending(firsts(numbers)));
}

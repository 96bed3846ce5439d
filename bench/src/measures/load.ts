/** A run of the same operation many times: how long it took, and how long each one did. */
export interface LoadResult {
  readonly operations: number;
  readonly seconds: number;
  readonly samplesMs: readonly number[];
}

/** Does the operation; `number` counts from 0, each once. Throws when it failed: a measure with failures is none. */
export type Operation = (number: number) => Promise<void>;

/** Keeps `atOnce` operations under way until `operations` are done: as much load as the other side takes. */
export async function fullLoad(operations: number, atOnce: number, operate: Operation): Promise<LoadResult> {
  const samplesMs: number[] = [];
  const startMs = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < operations) {
      const number = next;
      next += 1;
      const beganMs = performance.now();
      await operate(number);
      samplesMs.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { operations, seconds: (performance.now() - startMs) / 1_000, samplesMs };
}

/**
 * Begins operations at a steady rate, whether or not earlier ones are done. Each is measured from the moment it was
 * due, so that a stall counts for all that had to wait in it (no coordinated omission).
 */
export async function steadyLoad(
  operations: number,
  perSecond: number,
  operate: Operation,
): Promise<LoadResult> {
  const samplesMs: number[] = [];
  const underWay: Promise<void>[] = [];
  const startMs = performance.now();
  const begin = async (number: number, dueMs: number): Promise<void> => {
    await operate(number);
    samplesMs.push(performance.now() - dueMs);
  };
  const dueMsOf = (number: number): number => startMs + (number * 1_000) / perSecond;
  for (let number = 0; number < operations;) {
    while (number < operations && dueMsOf(number) <= performance.now()) {
      underWay.push(begin(number, dueMsOf(number)));
      number += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underWay);
  return { operations, seconds: (performance.now() - startMs) / 1_000, samplesMs };
}

import { machineMicros } from './job.js';

/** What a consumer of the bench has heard, and when. */
export interface Hearing {
  /** A handler has begun with the event. */
  began(id: string): void;
  /** The effects of so many are committed. */
  committed(count: number): void;
  /** Resolves when the effects of `count` are; gives when the first began and the last was committed, in microseconds. */
  all(count: number): Promise<{ firstMicros: number; lastMicros: number }>;
  readonly moments: readonly (readonly [id: string, atMicros: number])[];
}

export function createHearing(keepMoments: boolean): Hearing {
  const moments: [string, number][] = [];
  let firstMicros: number | undefined;
  let done = 0;
  let expected = Number.POSITIVE_INFINITY;
  const over = Promise.withResolvers<{ firstMicros: number; lastMicros: number }>();
  const look = (): void => {
    if (done >= expected) over.resolve({ firstMicros: firstMicros ?? 0, lastMicros: machineMicros() });
  };
  return {
    moments,
    began(id) {
      firstMicros ??= machineMicros();
      if (keepMoments) moments.push([id, machineMicros()]);
    },
    committed(count) {
      done += count;
      look();
    },
    all(count) {
      expected = count;
      look();
      return over.promise;
    },
  };
}

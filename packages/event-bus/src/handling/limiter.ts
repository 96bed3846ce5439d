/** Lets at most so many run at once; the others wait their turn in order. */
export interface Limiter {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** How many run or wait. */
  readonly load: number;
}

/** A limiter of `limit` at once. */
export function createLimiter(limit: number): Limiter {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    get load() {
      return running + queue.length;
    },
    async run(work) {
      if (running >= limit) await new Promise<void>((resolve) => queue.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        // The place is handed on, so that nobody who comes between can take it.
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

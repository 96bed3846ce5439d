/** What is asked for at each scrape. */
export interface Collections {
  add(name: string, collect: () => void | Promise<void>): void;
  /** Asks all of them at once; resolves with the names of those that failed or were not done in time. Never rejects. */
  run(): Promise<Set<string>>;
}

/** Waits for each at most `timeoutMs`. One that is not done by then is waited for again by the next run, not begun anew. */
export function createCollections(timeoutMs: number): Collections {
  const all = new Map<string, () => void | Promise<void>>();
  const running = new Map<string, Promise<boolean>>();

  const begin = async (name: string, collect: () => void | Promise<void>): Promise<boolean> => {
    try {
      await collect();
      return true;
    } catch {
      return false;
    } finally {
      running.delete(name);
    }
  };

  const succeeds = (name: string, collect: () => void | Promise<void>, late: Promise<boolean>) => {
    const succeeding = running.get(name) ?? begin(name, collect);
    running.set(name, succeeding);
    return Promise.race([succeeding, late]);
  };

  return {
    add: (name, collect) => void all.set(name, collect),
    async run() {
      const { promise: late, resolve } = Promise.withResolvers<boolean>();
      const timer = setTimeout(resolve, timeoutMs, false);
      try {
        const asked = [...all].map(async ([name, collect]) => ({
          name,
          done: await succeeds(name, collect, late),
        }));
        const failed = (await Promise.all(asked)).filter(({ done }) => !done);
        return new Set(failed.map(({ name }) => name));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

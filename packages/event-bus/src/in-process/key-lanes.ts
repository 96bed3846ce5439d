/** One lane a key: what has the same key is done one after the other, what has not, at once. */
export interface KeyLanes {
  /** Runs `work` after all that came before it under that key, however that ended. */
  run(key: string, work: () => Promise<void>): Promise<void>;
  /** Resolves when every lane is empty. */
  idle(): Promise<void>;
}

/** New lanes. Lanes that are empty take no memory. */
export function createKeyLanes(): KeyLanes {
  const tails = new Map<string, Promise<void>>();
  return {
    run(key, work) {
      const done = (tails.get(key) ?? Promise.resolve()).then(work);
      // The next one waits for this one's end, not for its success.
      const tail = done
        .catch(() => {})
        .then(() => {
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return done;
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}

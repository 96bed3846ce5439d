/** The next record that a group wants of a partition. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Committed beside the offset. */
  readonly note: string | undefined;
  /** Aborts when the partition is no longer ours: what is not committed by then never is. */
  readonly signal: AbortSignal;
}

/** Commits of one consumer, behind the work. */
export interface Committer {
  /** Everything of the partition below the offset is dealt with. */
  done(position: Position): void;
  /** Resolves when all that is dealt with is committed, or cannot be. */
  flush(): Promise<void>;
}

export interface CommitterOptions {
  /** Sends the offsets in the name of the present membership: a broker that has given the share away refuses them. */
  readonly commit: (positions: readonly Position[]) => Promise<void>;
  /** Hears of a commit that failed; it is sent again with the next one. */
  readonly onError: (error: unknown) => void;
}

/**
 * One commit in flight, of the newest offset of each partition: the next batch need not wait for it. A partition's offset
 * never goes back within a membership, and a new one begins with what the broker has.
 */
export function createCommitter({ commit, onError }: CommitterOptions): Committer {
  const waiting = new Map<string, Position>();
  let running: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    for (;;) {
      const positions = [...waiting.values()].filter(({ signal }) => !signal.aborted);
      waiting.clear();
      if (positions.length === 0) return;
      try {
        await commit(positions);
      } catch (error) {
        if (positions.every(({ signal }) => signal.aborted)) return;
        onError(error);
        for (const position of positions) keepNewest(waiting, position);
        return;
      }
    }
  };
  const start = (): Promise<void> =>
    (running ??= run().finally(() => {
      running = undefined;
    }));

  return {
    done(position) {
      keepNewest(waiting, position);
      void start();
    },
    async flush() {
      await running;
      if (waiting.size > 0) await start();
    },
  };
}

function keepNewest(waiting: Map<string, Position>, position: Position): void {
  if (position.signal.aborted) return;
  const name = `${position.topic}/${position.partition}`;
  const known = waiting.get(name);
  if (known === undefined || known.signal.aborted || known.offset < position.offset)
    waiting.set(name, position);
}

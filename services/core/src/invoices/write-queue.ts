/** How much a WriteQueue holds and does at once. */
export interface WriteQueueBounds {
  /** Items of one write. */
  readonly maxBatch: number;
  /** So many waiting items are worth a write of their own: they don't wait for those that are still being read. */
  readonly fullBatch: number;
  /** Writes under way at once. */
  readonly maxWritesAtOnce: number;
  /** Items that wait; one more is refused. */
  readonly maxWaiting: number;
}

/** What to make of failures. */
export interface WriteQueueFaults {
  /** The error of an item that finds the queue full. */
  readonly whenFull: () => Error;
  /** Whether a write failed for what one of its items holds, and not for a lost connection, say. */
  readonly isOfItem: (error: unknown) => boolean;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers the items that arrive while earlier ones are being written, and writes them together: the busier it is, the
 * fewer writes an item costs. Alone, an item is written at once. When a write fails for what an item holds, its items are
 * written one by one, so that the bad one fails alone.
 */
export class WriteQueue<Item, Result> {
  readonly #waiting: Waiting<Item, Result>[] = [];
  #writesUnderWay = 0;
  #isFlushPlanned = false;

  constructor(
    /** Writes the items and gives a result for each, in their order. It must write all of them or none. */
    private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>,
    private readonly bounds: WriteQueueBounds,
    private readonly faults: WriteQueueFaults,
  ) {}

  /** Gives the item's result once it is written. */
  async add(item: Item): Promise<Result> {
    if (this.#waiting.length >= this.bounds.maxWaiting) throw this.faults.whenFull();
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length >= this.bounds.fullBatch && this.#mayWrite()) this.#flush();
      else this.#planFlush();
    });
  }

  /** After the poll phase, so that all requests that were read from their sockets in this turn join one write. */
  #planFlush(): void {
    if (this.#isFlushPlanned || !this.#mayWrite()) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      // A full batch may have taken the last place meanwhile: then the end of a write plans again.
      if (this.#mayWrite()) this.#flush();
    });
  }

  #mayWrite(): boolean {
    return this.#writesUnderWay < this.bounds.maxWritesAtOnce;
  }

  #flush(): void {
    const batch = this.#waiting.splice(0, this.bounds.maxBatch);
    if (batch.length === 0) return;
    this.#writesUnderWay += 1;
    void this.#settle(batch).finally(() => {
      this.#writesUnderWay -= 1;
      if (this.#waiting.length > 0) this.#planFlush();
    });
    if (this.#waiting.length > 0) this.#planFlush();
  }

  async #settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
    } catch (error) {
      if (batch.length > 1 && this.faults.isOfItem(error)) {
        for (const waiting of batch) await this.#settle([waiting]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}

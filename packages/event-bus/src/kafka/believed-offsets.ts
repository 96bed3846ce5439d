/** The answers to sends, compared with those before. */
export interface BelievedOffsets {
  /** Gives the offset back, or throws UnbelievableOffsetError. */
  check(topic: string, partition: number, offset: bigint, records: number): bigint;
}

/** The broker acknowledged records at an offset that it had given to others before. */
export class UnbelievableOffsetError extends Error {
  override readonly name = 'UnbelievableOffsetError';
  constructor(topic: string, partition: number, offset: bigint, expected: bigint) {
    super(`${topic}/${partition} acknowledged offset ${offset}, where at least ${expected} was due`);
  }
}

/**
 * Each answer must have moved on by the records of the last: a broker that takes a new batch for an old one says the old
 * one's offset, or none, and has not kept it. After one disbelief the next answer stands, since a topic that was made anew
 * begins at zero again.
 */
export function createBelievedOffsets(): BelievedOffsets {
  const next = new Map<string, bigint>();
  return {
    check(topic, partition, offset, records) {
      const name = `${topic}/${partition}`;
      const expected = next.get(name) ?? 0n;
      if (offset < expected) {
        next.delete(name);
        throw new UnbelievableOffsetError(topic, partition, offset, expected);
      }
      next.set(name, offset + BigInt(records));
      return offset;
    },
  };
}

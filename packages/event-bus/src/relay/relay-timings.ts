/** The relay's bounds. */
export interface RelayTimings {
  /** How often an idle relay looks by itself: rows that another process committed are seen within this. */
  readonly idlePollMs: number;
  /** First pause, and the most, while rows are there that an older running transaction could still come before. */
  readonly pendingPollMs: number;
  readonly pendingPollMaxMs: number;
  /** A relay that numbers begins its passes at least this far apart, unless there is more than one holds. */
  readonly gatherMs: number;
  /** Where relays share the outbox: how long one that died keeps its shards, and how often it is noted what is published. */
  readonly leaseMs: number;
  readonly publishedNoteEveryMs: number;
  /** Rows read at once, and the most that are delivered and not yet settled. */
  readonly batchSize: number;
  readonly maxInHand: number;
  /** The cursor moves at most this often. */
  readonly noteEveryMs: number;
  /** Pause after a failure: doubled each time, up to the most. */
  readonly failurePauseMs: number;
  readonly failurePauseMaxMs: number;
  /** How long stopping waits for what is in hand. */
  readonly stopTimeoutMs: number;
}

/** A log takes batches, so more is read at once and more is in hand. */
export const logRelayBounds = {
  batchSize: 4_000,
  maxInHand: 16_000,
} as const satisfies Partial<RelayTimings>;

export const defaultRelayTimings: RelayTimings = {
  idlePollMs: 1_000,
  pendingPollMs: 2,
  pendingPollMaxMs: 50,
  batchSize: 200,
  maxInHand: 500,
  noteEveryMs: 50,
  gatherMs: 5,
  leaseMs: 5_000,
  publishedNoteEveryMs: 500,
  failurePauseMs: 100,
  failurePauseMaxMs: 5_000,
  stopTimeoutMs: 10_000,
};

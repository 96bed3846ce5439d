/** The relay's bounds. */
export interface RelayTimings {
  /** How often an idle relay looks by itself: rows that another process committed are seen within this. */
  readonly idlePollMs: number;
  /** First pause, and the most, while rows are there that an older running transaction could still come before. */
  readonly pendingPollMs: number;
  readonly pendingPollMaxMs: number;
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

export const defaultRelayTimings: RelayTimings = {
  idlePollMs: 1_000,
  pendingPollMs: 2,
  pendingPollMaxMs: 50,
  batchSize: 200,
  maxInHand: 500,
  noteEveryMs: 50,
  failurePauseMs: 100,
  failurePauseMaxMs: 5_000,
  stopTimeoutMs: 10_000,
};

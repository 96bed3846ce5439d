/**
 * The one place of the clients' configuration, whichever library carries it out. The session bounds how long a member's
 * share waits when it dies; the stall bounds how long a consumer of the library may be silent before it is replaced.
 */
export const producing = {
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 15_000,
  /** How long the broker may wait for its replicas. */
  acknowledgeTimeoutMs: 10_000,
  /** Below this, compressing costs more than it saves. */
  compressFromBytes: 4_096,
} as const;

export const consuming = {
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 15_000,
  sessionTimeoutMs: 8_000,
  heartbeatIntervalMs: 500,
  /** A member that does not come to a rebalance within this is left out of it. */
  rebalanceTimeoutMs: 10_000,
  maxWaitMs: 250,
  maxBytes: 1_048_576,
  maxBytesPerPartition: 262_144,
  /** Batches of one partition that are in hand at most: the one that is handled and the next. */
  maxBatchesPerPartition: 2,
  stalledAfterMs: 20_000,
  leaveTimeoutMs: 4_000,
} as const;

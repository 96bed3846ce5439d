/** How a failing handler is tried again. */
export interface RetryPolicy {
  /** Tries in all before the event is parked. */
  readonly maxTries: number;
  /** The pause after the first failure; doubled each time, up to the most. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  /** How long one try may take. Then it counts as failed; what it still does is undone or found again by the inbox. */
  readonly tryTimeoutMs: number;
}

/** Eight tries within about half a minute. */
export const defaultRetryPolicy: RetryPolicy = {
  maxTries: 8,
  firstPauseMs: 250,
  maxPauseMs: 30_000,
  tryTimeoutMs: 60_000,
};

/**
 * The pause after the failed try number `tries` (from 1), in ms. `random` (0 to 1) takes off up to half of it, so that
 * what failed together is not tried together again.
 */
export function pauseAfterMs(policy: RetryPolicy, tries: number, random: number): number {
  const full = Math.min(policy.firstPauseMs * 2 ** Math.min(tries - 1, 30), policy.maxPauseMs);
  return Math.round(full * (1 - random / 2));
}

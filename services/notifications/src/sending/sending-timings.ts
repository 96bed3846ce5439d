/** How long and how often sending is tried. All in milliseconds. */
export interface SendingTimings {
  /** How often the table is looked at when nothing rings. */
  readonly pollMs: number;
  /** The pause after the first failed try; each further one is twice as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly maxAttempts: number;
  /** How long one mail may take in all; its lease outlasts it. */
  readonly sendTimeoutMs: number;
  /** How long the mail server may say nothing. */
  readonly silenceTimeoutMs: number;
}

/** Some 30 hours of trying: a mail server that is away for a day loses nothing. */
export const defaultSendingTimings: SendingTimings = {
  pollMs: 2_000,
  firstPauseMs: 30_000,
  longestPauseMs: 4 * 3_600_000,
  maxAttempts: 16,
  sendTimeoutMs: 60_000,
  silenceTimeoutMs: 20_000,
};

/** Whoever holds a lease must have given up its mail before another may take it. */
export const leaseMs = ({ sendTimeoutMs }: SendingTimings): number => 2 * sendTimeoutMs + 5_000;

/** The pause after the `attempts`-th failed try (from 1), or undefined when that was the last. */
export function pauseAfter(attempts: number, timings: SendingTimings): number | undefined {
  if (attempts >= timings.maxAttempts) return undefined;
  return Math.min(timings.longestPauseMs, timings.firstPauseMs * 2 ** (attempts - 1));
}

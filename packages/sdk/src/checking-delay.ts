const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/**
 * Milliseconds until the next attempt after `failures` failed ones in a row: doubling from one second to fifteen. `chance`
 * (0 to 1) spreads the pages of one broken server over half of the delay, so that they don't all return at once.
 */
export function checkingDelay(failures: number, chance: number): number {
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.round(delay * (1 - chance / 2));
}

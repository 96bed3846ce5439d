export interface UntilOptions {
  /** How long the condition may take to hold. Default 10,000. */
  readonly timeoutMs?: number;
  /** What is waited for, for the message when it never comes: 'the invoice to settle'. */
  readonly what: string;
}

const PAUSE_MS = 15;

/**
 * Asks again and again, and gives what the condition gave as soon as it is neither false nor undefined nor null. A
 * condition that throws does not hold yet. Throws when the time is over, with its last error as the cause.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, what }: UntilOptions,
): Promise<Exclude<T, false | undefined | null>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const value = await condition();
      if (value !== false && value !== undefined && value !== null)
        return value as Exclude<T, false | undefined | null>;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > deadline) {
      const last = cause instanceof Error ? `; the last try said: ${cause.message}` : '';
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}${last}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

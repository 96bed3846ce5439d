import type { Quote } from './rate.js';

/** Someone who says what coins are worth. */
export interface RateSource {
  /** Kept with every rate that comes from it. */
  readonly name: string;
  /**
   * What it says of these symbols, in all currencies it knows. What it does not know is left out; throws when it cannot be
   * asked, or when the signal ends it.
   */
  quotes(symbols: readonly string[], signal: AbortSignal): Promise<Quote[]>;
}

/** What was answered of several questions; throws the first reason when none was. */
export async function whatAnswered<T>(questions: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(questions);
  const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const [failure] = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (answers.length === 0 && failure) throw failure.reason;
  return answers;
}

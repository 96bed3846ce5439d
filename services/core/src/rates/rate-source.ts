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

/** Questions that one source is asked at the same time. */
const maxAtOnce = 4;

/** What was answered of several questions, in their order, a few at a time; throws the first reason when none was. */
export async function whatAnswered<T>(questions: readonly (() => Promise<T>)[]): Promise<T[]> {
  const outcomes: PromiseSettledResult<T>[] = [];
  for (let start = 0; start < questions.length; start += maxAtOnce) {
    const asked = questions.slice(start, start + maxAtOnce);
    outcomes.push(...(await Promise.allSettled(asked.map((ask) => ask()))));
  }
  const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const [failure] = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (answers.length === 0 && failure) throw failure.reason;
  return answers;
}

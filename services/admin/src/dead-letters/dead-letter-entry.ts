import type { ConsumerGroup, DeadLetter, DeadLetterStatus, DeadLetterSummary } from '@sixpence/schemas';

/** A dead letter as admin keeps it. */
export interface DeadLetterEntry {
  readonly summary: DeadLetterSummary;
  readonly event: Record<string, unknown>;
  readonly data_omitted: boolean;
}

/** Which letters are meant. */
export interface DeadLetterFilter {
  readonly service?: ConsumerGroup | undefined;
  readonly type?: string | undefined;
  readonly status: DeadLetterStatus;
}

/** What is kept of a letter that was told. */
export function entryOf({ event, dataOmitted, ...summary }: DeadLetter): DeadLetterEntry {
  return { summary, event, data_omitted: dataOmitted };
}

/** The letter whole, as an operator is shown it. */
export const letterOf = ({ summary, event, data_omitted }: DeadLetterEntry): DeadLetter => ({
  ...summary,
  event,
  dataOmitted: data_omitted,
});

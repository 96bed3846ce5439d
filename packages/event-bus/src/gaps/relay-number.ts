/** The headers in which a record carries the number that its relay gave it. */
export const EPOCH_HEADER = 'relay-epoch';
export const SEQUENCE_HEADER = 'relay-sequence';

/**
 * Where a record stands in its partition by its relay's own count: from 1 without a gap within the stream and partition. Numbers of
 * two epochs (before and after a restore into another cluster) say nothing of each other.
 */
export interface RelayNumber {
  readonly epoch: string;
  readonly sequence: bigint;
}

const NOTE = /^(.+):(\d{1,19})$/;
const DIGITS = /^\d{1,19}$/;

/** The number in a record's headers; undefined when it has none. */
export function relayNumberOf(headers: Readonly<Record<string, string>>): RelayNumber | undefined {
  const epoch = headers[EPOCH_HEADER];
  const sequence = headers[SEQUENCE_HEADER];
  if (!epoch || sequence === undefined || !DIGITS.test(sequence)) return undefined;
  return { epoch, sequence: BigInt(sequence) };
}

/** What is committed beside an offset: the newest number below it. */
export const toNote = ({ epoch, sequence }: RelayNumber): string => `${epoch}:${sequence}`;

/** The number of a note; undefined when there is none, or it is not ours: a tool that sets offsets writes none. */
export function readNote(note: string | undefined): RelayNumber | undefined {
  const [, epoch, sequence] = NOTE.exec(note ?? '') ?? [];
  return epoch === undefined || sequence === undefined ? undefined : { epoch, sequence: BigInt(sequence) };
}

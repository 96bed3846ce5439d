import { parseArgs } from 'node:util';

export const parts = ['drain', 'consume', 'transaction', 'latency'] as const;
export type Part = (typeof parts)[number];

/** How the bench is run: `npm run bench -- bus drain consume --events 200000`. */
export interface BusSettings {
  /** What is measured; everything when none is named. */
  readonly parts: readonly Part[];
  /** Events that are drained in a turn. */
  readonly events: number;
  /** Events that are consumed in a turn. */
  readonly consumed: number;
  /** Business transactions of a turn. */
  readonly transactions: number;
  /** Turns of each side: A B A B … */
  readonly pairs: number;
  /** How many events a second are told while the time to their handler is measured, and for how long. */
  readonly perSecond: number;
  readonly seconds: number;
  /** What is done before the clock runs: the compiler's share, and what the tables' plans are made by. */
  readonly warmUpTransactions: number;
  readonly warmUpSeconds: number;
  /** Where to leave CPU profiles of our processes; none are made when undefined. */
  readonly profileDir: string | undefined;
}

/** Reads the arguments. Throws on what is unknown or no positive number. */
export function readBusSettings(args: readonly string[]): BusSettings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      events: { type: 'string', default: '1000000' },
      consumed: { type: 'string', default: '300000' },
      transactions: { type: 'string', default: '6000' },
      pairs: { type: 'string', default: '3' },
      'per-second': { type: 'string', default: '1000' },
      seconds: { type: 'string', default: '20' },
      'warm-up-transactions': { type: 'string', default: '2000' },
      'warm-up-seconds': { type: 'string', default: '5' },
      profile: { type: 'string' },
    },
  });
  const unknown = positionals.find((name) => !parts.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}; there are ${parts.join(', ')}`);
  return {
    parts: positionals.length === 0 ? parts : parts.filter((part) => positionals.includes(part)),
    events: positive('events', values.events),
    consumed: positive('consumed', values.consumed),
    transactions: positive('transactions', values.transactions),
    pairs: positive('pairs', values.pairs),
    perSecond: positive('per-second', values['per-second']),
    seconds: positive('seconds', values.seconds),
    warmUpTransactions: positive('warm-up-transactions', values['warm-up-transactions']),
    warmUpSeconds: positive('warm-up-seconds', values['warm-up-seconds']),
    profileDir: values.profile,
  };
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} wants a positive whole number, not ${text}`);
}

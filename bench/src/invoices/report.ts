import { median } from '../measures/latencies.js';
import type { RowCount } from './tables.js';
import type { Turn } from './turn.js';

/** A turn of core, and the turn of the ceiling that followed it. */
export interface Pair {
  readonly core: Turn;
  readonly ceiling: Turn;
}

/** What is aimed at: as many invoices through HTTP as one statement each would give, and quick at half that load. */
export const targets = { ratio: 1, halfLoadP99Ms: 30 } as const;

const whole = (value: number | undefined): string => (value === undefined ? 'unknown' : value.toFixed(0));
const verdict = (met: boolean): string => (met ? 'met' : 'MISSED');

/** Core's invoices per second, divided by the ceiling's, of each pair. */
export const ratiosOf = (pairs: readonly Pair[]): number[] =>
  pairs.map(({ core, ceiling }) => core.perSecond / ceiling.perSecond);

/** One turn on one line. */
export function turnLine(name: string, turn: Turn): string {
  const { perSecond, p50Ms, p99Ms, senderCpu, coreCpu, databaseCpu } = turn;
  const cpu =
    name === 'ceiling'
      ? `client ${whole(senderCpu)}, PostgreSQL ${whole(databaseCpu)}`
      : `core ${whole(coreCpu)}, PostgreSQL ${whole(databaseCpu)} (load ${whole(senderCpu)})`;
  return `${name.padEnd(8)} ${whole(perSecond).padStart(6)}/s  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms  CPU µs: ${cpu}`;
}

/** What came of the turns. */
export function summaryLines(pairs: readonly Pair[]): string[] {
  const ratios = ratiosOf(pairs);
  const ratio = median(ratios);
  const of = (side: keyof Pair, pick: (turn: Turn) => number | undefined): string =>
    whole(median(pairs.map((pair) => pick(pair[side]) ?? Number.NaN)));
  const cpuOf = (side: keyof Pair, pick: (turn: Turn) => number | undefined): string =>
    `${of(side, pick)} + PostgreSQL ${of(side, ({ databaseCpu }) => databaseCpu)}`;
  return [
    `core     ${of('core', ({ perSecond }) => perSecond)}/s, CPU µs an invoice: core ${cpuOf('core', ({ coreCpu }) => coreCpu)}`,
    `ceiling  ${of('ceiling', ({ perSecond }) => perSecond)}/s, CPU µs an invoice: client ${cpuOf('ceiling', ({ senderCpu }) => senderCpu)}`,
    `ratio    ${ratio.toFixed(2)} (median of ${ratios.map((each) => each.toFixed(2)).join(' ')}); target ≥ ${targets.ratio.toFixed(1)}: ${verdict(ratio >= targets.ratio)}`,
  ];
}

/** Whether the machine was ours: when it was not, only the CPU of an invoice says much. */
export function machineLine(turns: readonly Turn[]): string {
  const share = median(turns.map(({ othersShare }) => othersShare ?? Number.NaN));
  return `other programs took ${Number.isNaN(share) ? 'an unknown part' : `${whole(share * 100)} %`} of the machine meanwhile`;
}

/** The run at half load. */
export function halfLoadLine(perSecond: number, turn: Turn): string {
  const met = verdict(turn.p99Ms <= targets.halfLoadP99Ms);
  return `half load, ${whole(perSecond)}/s: p50 ${turn.p50Ms.toFixed(1)} ms, p99 ${turn.p99Ms.toFixed(1)} ms, longest ${turn.maxMs.toFixed(1)} ms; target p99 ≤ ${targets.halfLoadP99Ms} ms: ${met}`;
}

/** What a side left in the database. */
export const rowsLine = (name: string, counts: readonly RowCount[]): string =>
  `${name.padEnd(8)} ${counts.map(({ table, rows, bytesPerRow }) => `${table} ${rows} × ${bytesPerRow} B`).join(', ')}`;

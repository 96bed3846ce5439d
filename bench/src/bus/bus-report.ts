import { latenciesOf, median } from '../measures/latencies.js';
import type { Side } from './sides.js';

const whole = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? 'unknown' : value.toFixed(0);
const percent = (share: number | undefined): string =>
  share === undefined ? 'unknown' : `${(share * 100).toFixed(0)} %`;
const verdict = (met: boolean): string => (met ? 'met' : 'MISSED');
const nameWidth = 16;

/** One turn on one line. */
export function sideLine({ name, perSecond, ownCpu, databaseCpu, brokerCpu, othersShare }: Side): string {
  const cpu = `own ${whole(ownCpu)}, PostgreSQL ${whole(databaseCpu)}, Kafka ${whole(brokerCpu)}`;
  return `${name.padEnd(nameWidth)} ${whole(perSecond).padStart(7)}/s  CPU µs: ${cpu}  others ${percent(othersShare)}`;
}

/** A measure's outcome: ours divided by the baseline's, of each pair. Gives the median. */
export function ratioLine(what: string, ratios: readonly number[], target: number): string {
  const ratio = median(ratios);
  const all = ratios.map((each) => each.toFixed(2)).join(' ');
  return `${what}: ratio ${ratio.toFixed(2)} (median of ${all}); target ≥ ${target}: ${verdict(ratio >= target)}`;
}

/** How long events took to their handler, in milliseconds. */
export function latencyLine(perSecond: number, samplesMs: readonly number[], targetP99Ms: number): string {
  const { p50Ms, p99Ms, maxMs } = latenciesOf(samplesMs);
  const times = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${maxMs.toFixed(1)} ms`;
  return `commit → handler at ${whole(perSecond)}/s: ${times}; target p99 ≤ ${targetP99Ms} ms: ${verdict(p99Ms <= targetP99Ms)}`;
}

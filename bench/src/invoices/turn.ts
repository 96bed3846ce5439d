import { latenciesOf } from '../measures/latencies.js';
import type { Latencies } from '../measures/latencies.js';
import type { LoadResult } from '../measures/load.js';
import { cpuTimeOf, machineTime } from '../measures/process-usage.js';

/** What one turn cost. CPU is in microseconds for one invoice; undefined where it cannot be read. */
export interface Turn extends Latencies {
  readonly perSecond: number;
  /** Of the process that sends: the load for core, the client of the pool for the ceiling. */
  readonly senderCpu: number;
  /** Of core's process. */
  readonly coreCpu: number | undefined;
  /** Of PostgreSQL, all its processes. */
  readonly databaseCpu: number | undefined;
  /** What other programs took of the machine meanwhile, 0 to 1. */
  readonly othersShare: number | undefined;
}

/** The processes whose time is counted. */
export interface Processes {
  readonly corePid: number;
  readonly databasePid: number;
}

/** Runs a load and counts what it cost each process. */
export async function measureTurn(
  { corePid, databasePid }: Processes,
  run: () => Promise<LoadResult>,
): Promise<Turn> {
  const before = await usage(corePid, databasePid);
  const { operations, seconds, samplesMs } = await run();
  const after = await usage(corePid, databasePid);
  const each = (part: 'core' | 'database'): number | undefined => {
    const spent = difference(before[part], after[part]);
    return spent === undefined ? undefined : spent / operations;
  };
  return {
    ...latenciesOf(samplesMs),
    perSecond: operations / seconds,
    senderCpu: (after.sender - before.sender) / operations,
    coreCpu: each('core'),
    databaseCpu: each('database'),
    othersShare: othersShare(before, after),
  };
}

interface Usage {
  readonly sender: number;
  readonly core: number | undefined;
  readonly database: number | undefined;
  readonly machine: { readonly worked: number; readonly passed: number } | undefined;
}

async function usage(corePid: number, databasePid: number): Promise<Usage> {
  const { user, system } = process.cpuUsage();
  const [core, database, machine] = await Promise.all([
    cpuTimeOf(corePid),
    cpuTimeOf(databasePid),
    machineTime(),
  ]);
  return { sender: user + system, core, database, machine };
}

const difference = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

function othersShare(before: Usage, after: Usage): number | undefined {
  if (!before.machine || !after.machine) return undefined;
  const ours = after.sender - before.sender;
  const theirs =
    (difference(before.core, after.core) ?? 0) + (difference(before.database, after.database) ?? 0);
  const others = after.machine.worked - before.machine.worked - ours - theirs;
  return Math.max(0, others) / (after.machine.passed - before.machine.passed);
}

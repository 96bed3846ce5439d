import { latenciesOf } from '../measures/latencies.js';
import type { Latencies } from '../measures/latencies.js';
import type { LoadResult } from '../measures/load.js';
import { cpuTimeOf } from '../measures/process-usage.js';

/** What one turn cost. CPU is in microseconds for one invoice; undefined where it cannot be read. */
export interface Turn extends Latencies {
  readonly perSecond: number;
  /** Of the process that sends: the load for core, the client of the pool for the ceiling. */
  readonly senderCpu: number;
  /** Of core's process. */
  readonly coreCpu: number | undefined;
  /** Of PostgreSQL, all its processes. */
  readonly databaseCpu: number | undefined;
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
  const each = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : (to - from) / operations;
  return {
    ...latenciesOf(samplesMs),
    perSecond: operations / seconds,
    senderCpu: (after.sender - before.sender) / operations,
    coreCpu: each(before.core, after.core),
    databaseCpu: each(before.database, after.database),
  };
}

async function usage(corePid: number, databasePid: number) {
  const { user, system } = process.cpuUsage();
  const [core, database] = await Promise.all([cpuTimeOf(corePid), cpuTimeOf(databasePid)]);
  return { sender: user + system, core, database };
}

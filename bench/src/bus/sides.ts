import { countCosts } from '../measures/costs.js';
import { startBenchProcess } from './bench-process.js';
import type { JobOptions, JobResult } from './job.js';
import type { JobName } from './jobs.js';
import type { Servers } from './servers.js';

/** One turn of one side. */
export interface Side extends JobResult {
  readonly name: string;
  readonly perSecond: number;
  /** CPU time of an event, in microseconds: of the side's own process, of PostgreSQL (all its processes), of Kafka. */
  readonly ownCpu: number | undefined;
  readonly databaseCpu: number | undefined;
  readonly brokerCpu: number | undefined;
  /** What other programs took of the machine meanwhile, 0 to 1. */
  readonly othersShare: number | undefined;
}

export interface Turn {
  readonly name: string;
  readonly job: JobName;
  readonly options: Partial<JobOptions>;
}

/** Runs a job in a process of its own, and counts what it cost. */
export async function runSide({ postgres, kafka }: Servers, turn: Turn, profileDir?: string): Promise<Side> {
  const child = await startBenchProcess(turn.job, turn.options, profileDir);
  try {
    const pids = new Map([
      ['own', child.pid],
      ['database', postgres.pid],
      ['broker', kafka.pid],
    ]);
    const { result, costs } = await countCosts(pids, child.run);
    const each = (name: string): number | undefined => {
      const spent = costs.cpu.get(name);
      return spent === undefined ? undefined : spent / result.operations;
    };
    return {
      ...result,
      name: turn.name,
      perSecond: result.operations / result.seconds,
      ownCpu: each('own'),
      databaseCpu: each('database'),
      brokerCpu: each('broker'),
      othersShare: costs.othersShare,
    };
  } finally {
    await child.stop();
  }
}

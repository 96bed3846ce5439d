/** What a process of the bench does: it is made ready, runs once when it is told to, and is closed. */
export interface Job {
  run(): Promise<JobResult>;
  close(): Promise<void>;
}

export interface JobResult {
  readonly operations: number;
  readonly seconds: number;
  /** When each event was told or heard, by its id, in microseconds of the machine's own clock. */
  readonly moments?: readonly (readonly [id: string, atMicros: number])[];
}

/** Where a job finds its database and its topics. */
export interface Place {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  /** What the names of its topics and groups begin with. */
  readonly prefix: string;
}

/** Everything a job is told; which of it, depends on the job. */
export interface JobOptions extends Place {
  readonly events: number;
  readonly warmUp: number;
  readonly connections: number;
  readonly perSecond: number;
  /** Whether no record may come twice. */
  readonly distinct: boolean;
  readonly outbox: boolean;
}

/** What passes between the bench and one of its processes. */
export type Order = 'go' | 'end';
export type Answer = { readonly ready: true } | { readonly result: JobResult };

/** The clock of the machine, the same in all its processes (CLOCK_MONOTONIC), in microseconds. */
export const machineMicros = (): number => Number(process.hrtime.bigint() / 1_000n);

/** Seconds since `startMs`, by `performance.now()`. */
export const secondsSince = (startMs: number): number => (performance.now() - startMs) / 1_000;

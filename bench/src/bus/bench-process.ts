import { once } from 'node:events';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, JobOptions, JobResult, Order } from './job.js';
import type { JobName } from './jobs.js';

/** A process of the bench that is ready for its job: what it costs is its alone. */
export interface BenchProcess {
  readonly pid: number;
  /** Resolves when the job is done. */
  run(): Promise<JobResult>;
  stop(): Promise<void>;
}

/** Starts a process for a job; resolves when it is ready. With `profileDir` it leaves a CPU profile there when it stops. */
export async function startBenchProcess(
  job: JobName,
  options: Partial<JobOptions>,
  profileDir?: string,
): Promise<BenchProcess> {
  const profile =
    profileDir === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`, `--cpu-prof-name=${job}-${Date.now()}.cpuprofile`];
  const child = fork(fileURLToPath(new URL('job-main.js', import.meta.url)), [job, JSON.stringify(options)], {
    execArgv: profile,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error(`the process for ${job} could not be started`);
  const answer = async (): Promise<Answer> => {
    const gone = exited.then(() => {
      throw new Error(`the process for ${job} ended before it was done`);
    });
    const [message] = (await Promise.race([once(child, 'message'), gone])) as [Answer];
    return message;
  };
  const tell = (order: Order): void => void child.send(order);
  await answer();
  return {
    pid,
    async run() {
      tell('go');
      const message = await answer();
      if (!('result' in message)) throw new Error(`the process for ${job} gave no result`);
      return message.result;
    },
    async stop() {
      if (child.connected) tell('end');
      await exited;
    },
  };
}

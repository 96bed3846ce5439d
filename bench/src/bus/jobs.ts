import { insertBare } from './insert-bare.js';
import type { Job, JobOptions } from './job.js';
import { applyPayments } from './apply-payments.js';
import { consumeBare } from './consume-bare.js';
import { consumeEvents } from './consume-events.js';
import { drainOutbox } from './drain-outbox.js';
import { fillOutbox } from './fill-outbox.js';
import { produceBare } from './produce-bare.js';
import { tellSteadily } from './tell-steadily.js';

/** What a process of the bench can be started for. */
export const jobs = {
  'fill-outbox': fillOutbox,
  'drain-outbox': drainOutbox,
  'produce-bare': produceBare,
  'consume-events': consumeEvents,
  'consume-bare': consumeBare,
  'insert-bare': insertBare,
  'apply-payments': applyPayments,
  'tell-steadily': tellSteadily,
} as const satisfies Readonly<Record<string, (options: JobOptions) => Promise<Job>>>;

export type JobName = keyof typeof jobs;

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name);

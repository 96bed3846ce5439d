import 'reflect-metadata';
import { once } from 'node:events';
import type { Answer, JobOptions } from './job.js';
import { isJobName, jobs } from './jobs.js';

/** A process of the bench: `job-main.js <job> <options as JSON>`. */
const [name = '', options = '{}'] = process.argv.slice(2);
if (!isJobName(name) || process.send === undefined) throw new Error(`${name} is no job of the bench`);
// The bench is gone: so is the reason to go on.
process.once('disconnect', () => process.exit(1));

const say = (answer: Answer): void => void process.send?.(answer);

const job = await jobs[name](JSON.parse(options) as JobOptions);
say({ ready: true });
await once(process, 'message');
say({ result: await job.run() });
await once(process, 'message');
await job.close();
process.removeAllListeners('disconnect');
process.disconnect();

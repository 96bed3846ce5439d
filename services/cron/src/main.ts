import { runService } from '@sixpence/service-host';
import { createCronApp } from './create-cron-app.js';
import { readEnv } from './env.js';
import { cronSchema } from './schema.js';

await runService({ place: cronSchema, readEnv, create: createCronApp });

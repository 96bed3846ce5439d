import { runService } from '@sixpence/service-host';
import { createCoreApp } from './create-core-app.js';
import { readEnv } from './env.js';
import { coreSchema } from './schema.js';

await runService({ place: coreSchema, readEnv, create: createCoreApp });

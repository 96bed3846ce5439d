import { runService } from '@sixpence/service-host';
import { createAdminApp } from './create-admin-app.js';
import { readEnv } from './env.js';
import { adminSchema } from './schema.js';

await runService({ place: adminSchema, readEnv, create: createAdminApp });

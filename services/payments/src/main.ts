import { runService } from '@sixpence/service-host';
import { createPaymentsApp } from './create-payments-app.js';
import { readEnv } from './env.js';
import { place } from './place.js';

await runService({ place, readEnv, create: createPaymentsApp });

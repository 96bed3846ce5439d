import { runService } from '@sixpence/service-host';
import { createWebhooksApp } from './create-webhooks-app.js';
import { readEnv } from './env.js';
import { webhooksSchema } from './schema.js';

await runService({ place: webhooksSchema, readEnv, create: createWebhooksApp });

import { runService } from '@sixpence/service-host';
import { createNotificationsApp } from './create-notifications-app.js';
import { readEnv } from './env.js';
import { place } from './place.js';

await runService({ place, readEnv, create: createNotificationsApp });

export { createCronApp } from './create-cron-app.js';
export { CronModule } from './cron.module.js';
export type { CronOptions } from './cron.module.js';
export { migrateCron } from './schema.js';

export { createWebhooksApp } from './create-webhooks-app.js';
export type { WebhooksOptions } from './options.js';
export { migrateWebhooks } from './schema.js';
export { WebhooksModule } from './webhooks.module.js';

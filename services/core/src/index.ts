export { CoreModule } from './core.module.js';
export { coreApi, createCoreApp } from './create-core-app.js';
export { defaultRateLimit } from './env.js';
export type { CoreOptions } from './options.js';
export { migrateCore } from './schema.js';

export { AdminModule } from './admin.module.js';
export { adminApi, createAdminApp } from './create-admin-app.js';
export type { AdminOptions } from './options.js';
export { migrateAdmin } from './schema.js';

export { AdminModule } from './admin.module.js';
export { createAdminApp } from './create-admin-app.js';
export type { AdminOptions } from './options.js';
export { migrateAdmin } from './schema.js';

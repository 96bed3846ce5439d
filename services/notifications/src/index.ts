import { place } from './place.js';

export { createNotificationsApp } from './create-notifications-app.js';
export { NotificationsModule } from './notifications.module.js';
export type { NotificationsOptions } from './options.js';

/** Brings the schema of notifications up to date. The result names the role to run with. */
export const migrateNotifications = place.migrate;

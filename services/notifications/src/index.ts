export { createNotificationsApp } from './create-notifications-app.js';
export { migrateNotifications } from './migrate.js';
export { NotificationsModule } from './notifications.module.js';
export type { NotificationsOptions } from './options.js';

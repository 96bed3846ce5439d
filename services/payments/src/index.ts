export { createPaymentsApp } from './create-payments-app.js';
export { migratePayments } from './migrate.js';
export type { PaymentsOptions, ScannedChain } from './options.js';
export { PaymentsModule } from './payments.module.js';

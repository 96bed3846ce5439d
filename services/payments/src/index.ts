import { place } from './place.js';

export { createPaymentsApp } from './create-payments-app.js';
export type { PaymentsOptions, ScannedChain } from './options.js';
export { PaymentsModule } from './payments.module.js';

/** Brings the schema of payments up to date. The result names the role to run with. */
export const migratePayments = place.migrate;

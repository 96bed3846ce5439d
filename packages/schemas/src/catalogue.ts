import type { EventDefinition } from './define-event.js';
import type { RequestDefinition } from './define-request.js';
import { deadLetterEvents } from './events/dead-letter.js';
import { invoiceEvents } from './events/invoice.js';
import { notificationEvents } from './events/notification.js';
import { paymentEvents } from './events/payment.js';
import { scheduleEvents } from './events/schedule.js';
import { storeEvents } from './events/store.js';
import { webhookEvents } from './events/webhook.js';
import { coreRequests } from './requests/core.js';
import { deadLetterRequests } from './requests/dead-letters.js';
import { notificationsRequests } from './requests/notifications.js';
import { numberedEventsRequests } from './requests/numbered-events.js';
import { paymentsRequests } from './requests/payments.js';
import { webhooksRequests } from './requests/webhooks.js';

/** Every event that travels over the bus. From it come the types, the checks at both ends and docs/events.md. */
export const eventCatalogue: readonly EventDefinition[] = [
  ...invoiceEvents,
  ...paymentEvents,
  ...storeEvents,
  ...webhookEvents,
  ...notificationEvents,
  ...scheduleEvents,
  ...deadLetterEvents,
];

/** Every request that is answered over the bus. */
export const requestCatalogue: readonly RequestDefinition[] = [
  ...coreRequests,
  ...paymentsRequests,
  ...webhooksRequests,
  ...notificationsRequests,
  ...deadLetterRequests,
  ...numberedEventsRequests,
];

/** The types that merchants may subscribe to: what happens to their invoices and payments. */
export const publicEventTypes: readonly string[] = [...invoiceEvents, ...paymentEvents].map(
  (event) => event.type,
);

/** The definition of that type in its newest version, the one that handlers are given; or undefined. */
export const findEvent = (type: string): EventDefinition | undefined => versionsOf(type).at(-1);

/** Every version of an event type, the oldest first; `catalogue` is the bus's own unless a test has one. */
export const versionsOf = (type: string, catalogue = eventCatalogue): readonly EventDefinition[] =>
  catalogue
    .filter((definition) => definition.type === type)
    .toSorted((one, other) => one.version - other.version);

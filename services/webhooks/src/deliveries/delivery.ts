import type { WebhookAttempt, WebhookDelivery } from '@sixpence/schemas';

/** A delivery as it is kept. */
export interface DeliveryRow {
  readonly id: string;
  readonly endpoint_id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly event_id: string;
  readonly event_type: string;
  readonly invoice_id: string | null;
  readonly body: string;
  readonly status: WebhookDelivery['status'];
  readonly attempts: readonly WebhookAttempt[];
  readonly attempt_count: number;
  readonly next_attempt_at: Date | null;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Svix's schedule (docs.svix.com/retries): how long after each attempt the next one is made. The first is made at once. */
export const defaultRetryDelaysMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
];

/** How many attempts are shown. */
const shownAttempts = 10;

/** Spreads what failed together, so that it does not come back together. */
const jitter = 0.1;

/** The address answered that it is gone for good (RFC 9110, section 15.5.11). */
const gone = 410;

export const isTaken = ({ status }: WebhookAttempt): boolean =>
  status !== null && status >= 200 && status <= 299;
export const isGone = ({ status }: WebhookAttempt): boolean => status === gone;

/**
 * The delivery after one more attempt: delivered by a 2xx, failed when it was the last or the endpoint is gone, else pending
 * until the next. `random` is between 0 and 1.
 */
export function afterAttempt(
  delivery: DeliveryRow,
  attempt: WebhookAttempt,
  { delaysMs, random }: { delaysMs: readonly number[]; random: number },
): DeliveryRow {
  const at = new Date(attempt.at);
  const counted: DeliveryRow = {
    ...delivery,
    attempts: [...delivery.attempts, attempt].slice(-shownAttempts),
    attempt_count: delivery.attempt_count + 1,
    version: delivery.version + 1,
    updated_at: at,
  };
  if (isTaken(attempt)) return { ...counted, status: 'delivered', next_attempt_at: null };
  const delayMs = isGone(attempt) ? undefined : delaysMs[delivery.attempt_count];
  if (delayMs === undefined) return { ...counted, status: 'failed', next_attempt_at: null };
  const spreadMs = Math.round(delayMs * (1 + jitter * random));
  return { ...counted, next_attempt_at: new Date(at.getTime() + attempt.durationMs + spreadMs) };
}

/** The delivery as it is shown. */
export const deliveryObject = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  object: 'webhook_delivery',
  storeId: row.store_id,
  livemode: row.livemode,
  endpointId: row.endpoint_id,
  eventId: row.event_id,
  eventType: row.event_type,
  invoiceId: row.invoice_id,
  status: row.status,
  attempts: [...row.attempts],
  attemptCount: row.attempt_count,
  nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

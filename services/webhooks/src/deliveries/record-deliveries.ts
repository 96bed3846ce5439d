import type { Tx } from '@sixpence/postgres';
import { newId, toPublicEvent } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { endpointsFor } from '../endpoints/endpoints.store.js';
import { insertDeliveries } from './deliveries.store.js';
import type { DeliveryRow } from './delivery.js';

/** Makes a delivery for each endpoint that wants the event, in the transaction that consumes it. The number of them. */
export async function recordDeliveries(tx: Tx, event: BusEvent, invoiceId: string): Promise<number> {
  const owner = { storeId: event.storeid ?? '', livemode: event.livemode ?? false };
  const endpoints = await endpointsFor(tx, owner, event.type);
  const now = new Date();
  const body = JSON.stringify(toPublicEvent(event));
  const rows = endpoints.map((endpoint): DeliveryRow => ({
    id: newId('whd'),
    endpoint_id: endpoint.id,
    store_id: owner.storeId,
    livemode: owner.livemode,
    event_id: event.id,
    event_type: event.type,
    invoice_id: invoiceId,
    body,
    status: 'pending',
    attempts: [],
    attempt_count: 0,
    next_attempt_at: now,
    version: 1,
    created_at: now,
    updated_at: now,
  }));
  await insertDeliveries(tx, rows);
  return rows.length;
}

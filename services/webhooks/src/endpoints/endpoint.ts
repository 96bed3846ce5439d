import { DomainError } from '@sixpence/schemas';
import type { WebhookEndpoint } from '@sixpence/schemas';

/** An endpoint as it is kept. */
export interface EndpointRow {
  readonly id: string;
  readonly store_id: string;
  readonly livemode: boolean;
  readonly url: string;
  readonly events: readonly string[] | null;
  readonly enabled: boolean;
  readonly sealed_secret: string;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** A store in one of its modes: whose endpoints are meant. */
export interface Owner {
  readonly storeId: string;
  readonly livemode: boolean;
}

/** What the secrets at rest are sealed for. */
export const secretContext = 'sixpence.webhook-secret';

/** The endpoint as it is shown. */
export const endpointObject = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  object: 'webhook_endpoint',
  storeId: row.store_id,
  livemode: row.livemode,
  url: row.url,
  events: row.events === null ? null : [...row.events],
  enabled: row.enabled,
  version: row.version,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const endpointNotFound = (id: string): DomainError =>
  new DomainError('endpoint_not_found', `There is no endpoint ${id}`);

import { empty, sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';
import type { OutboxRow } from '@sixpence/event-bus';
import type { KeyScope } from '../idempotency/key-scope.js';
import type { InvoiceRow } from './invoice-row.js';

/** All that is written for a new invoice. */
export interface NewInvoice {
  readonly row: InvoiceRow;
  /** Its `invoice.created`. */
  readonly event: OutboxRow;
  /** The idempotency key it was asked for with, and the answer to keep for it. */
  readonly keyed?:
    | { readonly scope: KeyScope; readonly requestHash: Buffer; readonly answer: string }
    | undefined;
}

/**
 * Writes new invoices with their events and idempotency keys, all in one statement and one commit. An invoice whose key
 * was used within 24 h is left out, with its event. No two may carry the same key. Gives the ids that were written.
 */
export async function insertInvoices(db: Queries, invoices: readonly NewInvoice[]): Promise<Set<string>> {
  const [statement, name] = invoices.some(({ keyed }) => keyed)
    ? [insertKeyed, 'invoices-create-keyed']
    : [insertUnkeyed, 'invoices-create'];
  const written = await db.query<{ id: string }>(statement(`[${invoices.map(recordOf).join()}]`), { name });
  return new Set(written.map(({ id }) => id));
}

/** What a statement reads as a row: plain columns as JSON gives them, and what is JSON already as it is, parsed once by the server. */
function recordOf({ row, event, keyed }: NewInvoice): string {
  const { methods, metadata, customer, exceptions: _none, ...columns } = row;
  const key = keyed && {
    key_scope: keyed.scope.scope,
    key: keyed.scope.key,
    request_hash: keyed.requestHash.toString('hex'),
    answer: keyed.answer,
  };
  const plain = JSON.stringify({
    ...columns,
    ...key,
    event_id: event.event_id,
    event_type: event.type,
    methods,
    metadata,
    customer,
  });
  return `${plain.slice(0, -1)},"envelope":${event.envelope}}`;
}

const wanted = (records: string) => sql`
  wanted as materialized (
    select *
      from jsonb_to_recordset(${records}::jsonb) as w (
        id text, store_id text, livemode boolean, status text, amount numeric, currency text, currency_decimals smallint,
        order_id text, description text, customer jsonb, redirect_url text, cancel_url text, metadata jsonb, methods jsonb,
        created_at timestamptz, updated_at timestamptz, expires_at timestamptz, monitoring_until timestamptz,
        version integer, event_sequence integer, event_id text, event_type text, envelope jsonb,
        key_scope text, key text, request_hash text, answer text)
  )`;

/** In the order of the keys, so that two processes with the same keys wait for each other one way round. */
const keysTaken = sql`,
  taken as (
    insert into idempotency_keys as k (store_id, livemode, scope, key, request_hash, answer, created_at)
    select store_id, livemode, key_scope, key, decode(request_hash, 'hex'), answer, created_at
      from wanted
     where key is not null
     order by store_id, livemode, key_scope, key
        on conflict (store_id, livemode, scope, key) do update
       set request_hash = excluded.request_hash, answer = excluded.answer, created_at = excluded.created_at
     where k.created_at <= now() - interval '24 hours'
    returning store_id, livemode, scope, key
  )`;

const keyIsOurs = sql`
     where w.key is null
        or exists (select from taken t
                    where (t.store_id, t.livemode, t.scope, t.key) = (w.store_id, w.livemode, w.key_scope, w.key))`;

const insertKeyed = (records: string) => insertStatement(records, keysTaken, keyIsOurs);
const insertUnkeyed = (records: string) => insertStatement(records, empty, empty);

const insertStatement = (records: string, keys: typeof empty, condition: typeof empty) => sql`
  with ${wanted(records)}${keys},
  written as (
    insert into invoices (
      id, store_id, livemode, status, amount, currency, currency_decimals, order_id, description, customer, redirect_url,
      cancel_url, metadata, methods, created_at, updated_at, expires_at, monitoring_until, version, event_sequence)
    select w.id, w.store_id, w.livemode, w.status, w.amount, w.currency, w.currency_decimals, w.order_id, w.description,
           w.customer, w.redirect_url, w.cancel_url, w.metadata, w.methods, w.created_at, w.updated_at, w.expires_at,
           w.monitoring_until, w.version, w.event_sequence
      from wanted w${condition}
    returning id
  ),
  told as (
    insert into outbox (event_id, stream, key, version, type, envelope)
    select w.event_id, 'invoice', w.id, w.event_sequence, w.event_type, w.envelope
      from wanted w${condition}
  )
  select id from written`;

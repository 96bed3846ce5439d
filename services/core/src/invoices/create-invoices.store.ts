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
  const written = await db.query<{ id: string }>(statement(invoices), { name });
  return new Set(written.map(({ id }) => id));
}

/**
 * Joins the values of a column into one text, which the server parts again. A control character never stands in JSON, nor in
 * what we make ourselves, so nothing has to be escaped, and each document is parsed once, as what it is stored as. All of
 * the rows as one JSON document costs the server a quarter more: most of what a row costs is reading JSON.
 */
const separator = '\u001f';

/** A column whose values we made, or are JSON. Null is the empty text, which is neither. */
const column = (
  invoices: readonly NewInvoice[],
  valueOf: (invoice: NewInvoice) => string | null | undefined,
) => {
  const joined = invoices.map((invoice) => valueOf(invoice) ?? '').join(separator);
  return sql`string_to_array(${joined}, ${separator}, '')`;
};

/** A column of texts that others wrote, in which any character may stand: as an array. */
const texts = (invoices: readonly NewInvoice[], valueOf: (invoice: NewInvoice) => string | null) =>
  sql`${invoices.map(valueOf)}::text[]`;

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const wanted = (all: readonly NewInvoice[]) => sql`
  wanted as materialized (
    select id, store_id, livemode::boolean, status, amount::numeric, currency, currency_decimals::smallint,
           order_id, description, customer::jsonb, redirect_url, cancel_url, metadata::jsonb, methods::jsonb,
           created_at::timestamptz, expires_at::timestamptz, monitoring_until::timestamptz,
           version::integer, event_sequence::integer, event_id, event_partition::smallint, event_type, envelope::jsonb,
           key_scope, key, decode(request_hash, 'hex') as request_hash, answer
      from unnest(
        ${column(all, ({ row }) => row.id)}, ${column(all, ({ row }) => row.store_id)},
        ${column(all, ({ row }) => String(row.livemode))}, ${column(all, ({ row }) => row.status)},
        ${column(all, ({ row }) => row.amount)}, ${column(all, ({ row }) => row.currency)},
        ${column(all, ({ row }) => String(row.currency_decimals))}, ${texts(all, ({ row }) => row.order_id)},
        ${texts(all, ({ row }) => row.description)}, ${column(all, ({ row }) => json(row.customer))},
        ${texts(all, ({ row }) => row.redirect_url)}, ${texts(all, ({ row }) => row.cancel_url)},
        ${column(all, ({ row }) => json(row.metadata))}, ${column(all, ({ row }) => json(row.methods))},
        ${column(all, ({ row }) => row.created_at.toISOString())}, ${column(all, ({ row }) => row.expires_at.toISOString())},
        ${column(all, ({ row }) => row.monitoring_until.toISOString())}, ${column(all, ({ row }) => String(row.version))},
        ${column(all, ({ row }) => String(row.event_sequence))}, ${column(all, ({ event }) => event.event_id)},
        ${column(all, ({ event }) => String(event.partition))}, ${column(all, ({ event }) => event.type)}, ${column(all, ({ event }) => event.envelope)},
        ${column(all, ({ keyed }) => keyed?.scope.scope)}, ${column(all, ({ keyed }) => keyed?.scope.key)},
        ${column(all, ({ keyed }) => keyed?.requestHash.toString('hex'))}, ${column(all, ({ keyed }) => keyed?.answer)}
      ) as w (
        id, store_id, livemode, status, amount, currency, currency_decimals, order_id, description, customer,
        redirect_url, cancel_url, metadata, methods, created_at, expires_at, monitoring_until, version, event_sequence,
        event_id, event_partition, event_type, envelope, key_scope, key, request_hash, answer)
  )`;

/** In the order of the keys, so that two processes with the same keys wait for each other one way round. */
const keysTaken = sql`,
  taken as (
    insert into idempotency_keys as k (store_id, livemode, scope, key, request_hash, answer, created_at)
    select store_id, livemode, key_scope, key, request_hash, answer, created_at
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

const insertKeyed = (invoices: readonly NewInvoice[]) => insertStatement(invoices, keysTaken, keyIsOurs);
const insertUnkeyed = (invoices: readonly NewInvoice[]) => insertStatement(invoices, empty, empty);

const insertStatement = (invoices: readonly NewInvoice[], keys: typeof empty, condition: typeof empty) => sql`
  with ${wanted(invoices)}${keys},
  written as (
    insert into invoices (
      id, store_id, livemode, status, amount, currency, currency_decimals, order_id, description, customer, redirect_url,
      cancel_url, metadata, methods, created_at, updated_at, expires_at, monitoring_until, version, event_sequence)
    select w.id, w.store_id, w.livemode, w.status, w.amount, w.currency, w.currency_decimals, w.order_id, w.description,
           w.customer, w.redirect_url, w.cancel_url, w.metadata, w.methods, w.created_at, w.created_at, w.expires_at,
           w.monitoring_until, w.version, w.event_sequence
      from wanted w${condition}
    returning id
  ),
  told as (
    insert into outbox (event_id, stream, key, version, partition, type, envelope)
    select w.event_id, 'invoice', w.id, w.event_sequence, w.event_partition, w.event_type, w.envelope
      from wanted w${condition}
  )
  select id from written`;

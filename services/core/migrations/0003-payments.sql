-- Core's copy of the payments, as the service `payments` last told of each, and the events it told it by.

create table payments (
  id text collate "C" primary key,
  invoice_id text collate "C" not null references invoices (id),
  method_id text not null,
  -- The version of the payment that this row is: an older one never overwrites it.
  version integer not null,
  chain text not null,
  asset text not null,
  decimals smallint not null,
  transaction text not null,
  position text not null,
  index integer not null,
  from_address text not null,
  -- Whole units of the asset.
  amount numeric(78, 0) not null check (amount > 0),
  block_number bigint not null,
  block_hash text not null,
  block_time timestamptz not null,
  confirmations integer not null,
  required_confirmations integer not null,
  status text not null check (status in ('detected', 'confirmed', 'reorged', 'replaced')),
  disposition text not null check (disposition in ('matched', 'held', 'unmatched')),
  seen_at timestamptz not null,
  confirmed_at timestamptz,
  -- The same transfer is never two payments.
  unique (chain, transaction, position)
);

create index payments_by_invoice on payments (invoice_id, seen_at, id);

-- The fact that monitoring is over: no block up to monitoring_until is still unknown, or the bounded wait is over.
-- Only invoices whose money was taken back by the chain need it, so that they can become invalid.
alter table invoices add column closed_at timestamptz;

create index invoices_taken_back on invoices (monitoring_until)
  where closed_at is null and status in ('new', 'expired') and exceptions @> array['reorged'];

-- A value is as large as an amount times a rate: no column's width may refuse what stands on a chain.
alter table invoices alter column paid_value type numeric;

-- The events of `payments`, kept so that merchants can list them beside those of core's own outbox (GET /v1/events).
-- txid is the transaction that wrote the row, and ids come from the outbox's own sequence: (txid, id) is one order for
-- both tables, in which nothing can appear behind a reader who stays below the oldest running transaction.
create table received_events (
  id bigint not null default nextval(pg_get_serial_sequence('outbox', 'id')),
  txid xid8 not null default pg_current_xact_id(),
  event_id text collate "C" not null unique,
  store_id text collate "C" not null,
  livemode boolean not null,
  type text not null,
  -- The event as it was on the bus.
  envelope jsonb not null,
  received_at timestamptz not null default now(),
  primary key (txid, id)
);

create index received_events_by_store on received_events (store_id, livemode, txid, id);

create index outbox_by_store on outbox ((envelope ->> 'storeid'), ((envelope ->> 'livemode')::boolean), txid, id)
  where stream = 'invoice';

create index outbox_by_event on outbox (event_id);

-- What merchants may read of what happened, oldest first by (txid, id). Only what no running transaction can still come
-- before is shown, so that a reader who asks for "after this one" misses nothing.
create view public_events as
  select txid, id, event_id, envelope ->> 'storeid' as store_id, (envelope ->> 'livemode')::boolean as livemode, type, envelope
    from outbox
   where stream = 'invoice' and txid < pg_snapshot_xmin(pg_current_snapshot())
  union all
  select txid, id, event_id, store_id, livemode, type, envelope
    from received_events
   where txid < pg_snapshot_xmin(pg_current_snapshot());

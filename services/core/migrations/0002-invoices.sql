-- Invoices, and the idempotency keys that merchants send with them.

-- Amounts are whole units: of the currency (amount), or of the currency's 1e-30 (paid_value).
-- version rises with every change, event_sequence with every event of the invoice: both under the row's lock.
create table invoices (
  id text collate "C" primary key,
  store_id text collate "C" not null,
  livemode boolean not null,
  status text not null,
  exceptions text[] not null default '{}',
  amount numeric(78, 0) not null check (amount > 0),
  currency text not null,
  currency_decimals smallint not null,
  paid_value numeric(78, 0) not null default 0,
  order_id text,
  description text,
  customer jsonb,
  redirect_url text,
  cancel_url text,
  metadata jsonb not null default '{}',
  -- The payment methods, each with the derivation of its address and the source of its locked rate. Never changed.
  methods jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz not null,
  monitoring_until timestamptz not null,
  canceled_at timestamptz,
  -- Set by expiry: every chain is scanned past expires_at, or the bounded wait for that is over.
  expired_at timestamptz,
  settled_at timestamptz,
  receipt_email_requested_at timestamptz,
  version integer not null default 1,
  event_sequence integer not null default 1
);

-- Ids sort by time, so that lists are read newest first from these.
create index invoices_by_store on invoices (store_id, livemode, id);
create index invoices_by_status on invoices (store_id, livemode, status, id);
create index invoices_by_order on invoices (store_id, livemode, order_id, id) where order_id is not null;
-- The open ones, for expiry: few, however many there are.
create index invoices_open on invoices (expires_at) where status = 'new' and expired_at is null and canceled_at is null;

-- Idempotency-Key: the answer that was given, kept for 24 h. A refused request leaves no row.
create table idempotency_keys (
  store_id text collate "C" not null,
  livemode boolean not null,
  -- Method and path, e.g. 'POST /v1/invoices'.
  scope text not null,
  key text not null,
  request_hash bytea not null,
  -- The body as it was sent, text for text.
  answer text not null,
  created_at timestamptz not null,
  primary key (store_id, livemode, scope, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

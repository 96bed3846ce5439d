-- One event on its way to one endpoint. The body is fixed when the event comes; every attempt sends the same.
create table deliveries (
  id text collate "C" primary key,
  endpoint_id text collate "C" not null references endpoints (id) on delete cascade,
  store_id text not null,
  livemode boolean not null,
  event_id text not null,
  event_type text not null,
  invoice_id text,
  body text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  -- The newest attempts, the newest last.
  attempts jsonb not null default '[]',
  attempt_count integer not null default 0,
  next_attempt_at timestamptz,
  -- Who sends it now, and until when nobody else may.
  lease_token uuid,
  leased_until timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (endpoint_id, event_id),
  check ((status = 'pending') = (next_attempt_at is not null))
);
-- What is due, by endpoint: the sender takes a few of each, so that no endpoint waits for another.
create index deliveries_due on deliveries (endpoint_id, next_attempt_at) where status = 'pending';
create index deliveries_of_invoice on deliveries (endpoint_id, invoice_id, id) where status = 'pending';
create index deliveries_of_store on deliveries (store_id, livemode, id);
-- What one process is sending: its leases are renewed together.
create index deliveries_leased on deliveries (lease_token) where lease_token is not null;

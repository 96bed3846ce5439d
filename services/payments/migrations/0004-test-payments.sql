-- Payments from a dev chain's own wallet, by the idempotency key of the request. Without a transaction, it is not known whether
-- the node took it.
create table test_payments (
  idempotency_key text primary key,
  transaction text,
  created_at timestamptz not null default now()
);

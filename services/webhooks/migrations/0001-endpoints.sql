-- Where merchants want to be told.
create table endpoints (
  id text collate "C" primary key,
  store_id text not null,
  livemode boolean not null,
  url text not null,
  -- Event types, or null for all.
  events text[],
  enabled boolean not null default true,
  -- The signing secret, sealed to this service's own key: a copy of the table signs nothing.
  sealed_secret text not null,
  -- The key of the request that made it: the same request of the same owner again finds it.
  idempotency_key text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (store_id, livemode, idempotency_key)
);
create index endpoints_of_store on endpoints (store_id, livemode);

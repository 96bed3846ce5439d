-- Stores, their wallets and their API keys.

-- A shop: what invoices belong to. Its version counts its changes and its events alike.
create table stores (
  id text collate "C" primary key,
  name text not null,
  email text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Where a store's money goes on a chain. The treasury is the merchant's own wallet: no key to it is known here.
create table wallets (
  store_id text collate "C" not null references stores (id),
  chain text collate "C" not null,
  treasury text not null,
  created_at timestamptz not null,
  primary key (store_id, chain)
);

-- An API key, without its secret: what is kept is the SHA-256 of at least 32 random bytes, which nothing can undo.
create table api_keys (
  id text collate "C" primary key,
  store_id text collate "C" not null references stores (id),
  livemode boolean not null,
  name text not null,
  scopes text[] not null,
  hint text not null,
  secret_hash bytea not null unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create index api_keys_by_store on api_keys (store_id, id);

-- Answers to requests from the bus that changed something: the same request, sent again, gets the same answer.
-- A secret in an answer is sealed to the one who asked.
create table answered_requests (
  type text not null,
  idempotency_key text not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (type, idempotency_key)
);

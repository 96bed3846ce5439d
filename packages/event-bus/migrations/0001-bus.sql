-- What happened, written in the transaction that made it true. Rows are inserted, read by the relay and retired by age;
-- nothing changes them but a new epoch, which stamps them again (see relay/epoch.ts).
create table outbox (
  id bigint generated always as identity,
  txid xid8 not null default pg_current_xact_id(),
  event_id text not null,
  stream text not null,
  key text not null,
  version integer not null check (version > 0),
  type text not null,
  envelope jsonb not null,
  created_at timestamptz not null default now(),
  -- The relay's order: by transaction, and inside one as written.
  primary key (txid, id),
  -- The order that counts: all that happens to one aggregate, without a gap.
  constraint outbox_version_key unique (stream, key, version)
);

-- Up to where each sink has what the outbox holds.
create table relay_cursors (
  sink text primary key,
  -- The database's system identifier: transaction ids mean nothing in another cluster.
  epoch text not null,
  txid xid8 not null,
  id bigint not null,
  moved_at timestamptz not null default now()
);

-- What has had its effect, written in the transaction of the effect.
create table inbox (
  consumer_group text not null,
  event_id text not null,
  received_at timestamptz not null default now(),
  primary key (consumer_group, event_id)
);
create index inbox_received_at on inbox using brin (received_at);

-- What could not have its effect, whole, with the reason, for a person to look at and replay.
create table dead_letters (
  id text primary key,
  consumer_group text not null,
  event_id text not null,
  origin text not null,
  stream text not null,
  key text not null,
  version integer not null,
  type text not null,
  event jsonb not null,
  error_code text not null,
  error_text text not null,
  attempts integer not null,
  parked_at timestamptz not null default now(),
  unique (consumer_group, event_id)
);
create index dead_letters_parked_at on dead_letters (parked_at);

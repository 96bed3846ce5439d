-- Money that arrived. One row for each (chain, transaction, position); which block holds it now is its occurrence.
create table payments (
  id text collate "C" primary key,
  -- The number of its events, raised with each.
  version integer not null,
  chain text collate "C" not null,
  transaction text not null,
  position text not null,
  address text collate "C" not null,
  invoice_id text not null,
  store_id text not null,
  livemode boolean not null,
  method_id text not null,
  asset text not null,
  decimals smallint not null,
  amount numeric(78, 0) not null check (amount > 0),
  from_address text not null,
  rate text not null,
  currency text not null,
  block_height bigint not null,
  block_hash text not null,
  block_time bigint not null,
  required_confirmations integer not null,
  status text not null check (status in ('detected', 'confirmed', 'reorged')),
  monitoring_until timestamptz not null,
  seen_at timestamptz not null,
  confirmed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (chain, transaction, position),
  foreign key (chain, address) references watches (chain, address)
);

-- What each new block may confirm.
create index payments_to_confirm on payments (chain, block_height) where status = 'detected';
-- What a reorganisation takes back.
create index payments_in_blocks on payments (chain, block_height) where status <> 'reorged';

-- Transfers too small to be payments, in one sum for each block: they change nothing and are told to nobody.
create table small_transfers (
  chain text collate "C" not null,
  block_height bigint not null,
  address text collate "C" not null,
  asset text not null,
  transfers integer not null,
  amount numeric(78, 0) not null,
  primary key (chain, block_height, address, asset),
  foreign key (chain, address) references watches (chain, address)
);

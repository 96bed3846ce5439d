-- How far each chain is scanned, and who scans it. Every transaction of a scan locks this row and checks the token first.
create table scans (
  chain text collate "C" primary key,
  -- Raised with every new holder: whoever comes with an older one has lost the scan and may not write.
  lease_token bigint not null default 0,
  lease_until timestamptz not null default '-infinity',
  -- The cursor: the last block whose transfers are booked. None before the first start.
  height bigint,
  hash text,
  parent_hash text,
  block_time bigint,
  -- What the holder last saw of the node.
  head_height bigint,
  dev boolean not null default false,
  problem text,
  checked_at timestamptz,
  check ((height is null) = (hash is null) and (height is null) = (parent_hash is null) and (height is null) = (block_time is null))
);

-- The newest headers of the chain as it was scanned: where the chain took blocks back, the last common one is found here.
create table block_headers (
  chain text collate "C" not null references scans (chain),
  height bigint not null,
  hash text not null,
  parent_hash text not null,
  block_time bigint not null,
  primary key (chain, height)
);

-- An address where an invoice may be paid. Kept for ever: money that comes years later still finds its invoice.
create table watches (
  chain text collate "C" not null,
  -- In the form in which addresses are compared: lower case on EVM chains.
  address text collate "C" not null,
  invoice_id text not null,
  store_id text not null,
  livemode boolean not null,
  currency text not null,
  -- [{id, asset, decimals, rate}]: the invoice's methods at this address.
  methods jsonb not null,
  -- When the invoice was made: nobody can have paid before.
  created_at timestamptz not null,
  monitoring_until timestamptz not null,
  -- True once every block from created_at up to the scan's cursor was looked through for it. Together with the cursor
  -- this is the record of coverage: from here on the scan itself sees every block.
  covered boolean not null default false,
  primary key (chain, address)
);

create index watches_to_cover on watches (chain, created_at) where not covered;

-- What each source last said of each pair. Old ones stay until the source says something newer; the reader decides what
-- is too old. An invoice keeps the rate it was made with.
create table rates (
  source text not null,
  symbol text not null,
  currency text not null,
  -- The currency for one whole coin.
  rate numeric(48, 12) not null check (rate > 0),
  quoted_at timestamptz not null,
  primary key (source, symbol, currency)
);

-- What a store adds to its prices in coins, in hundredths of a per cent of the price. Nothing, until somebody says otherwise.
alter table stores
  add column markup_bps smallint not null default 0 check (markup_bps between 0 and 5000);

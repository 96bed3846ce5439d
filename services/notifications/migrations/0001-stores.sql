-- What notifications needs to know of a store: its name, and where the merchant's notices go. Taken from store events.
create table stores (
  id text primary key,
  name text not null,
  email text,
  -- Of the store: an older event changes nothing.
  version integer not null
);

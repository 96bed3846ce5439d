create table notes (
  id bigint primary key generated always as identity,
  body text not null unique,
  amount numeric(78, 0) not null default 0,
  at timestamptz not null default now(),
  detail jsonb
);

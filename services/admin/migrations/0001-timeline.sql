-- What happened to each invoice, in every service: a copy of the events, kept for people to read.
create table timeline_entries (
  event_id text primary key,
  invoice_id text not null,
  at timestamptz not null,
  service text not null,
  type text not null,
  sequence integer not null,
  data jsonb not null
);
create index timeline_entries_invoice on timeline_entries (invoice_id, at);

-- What operators changed. Rows are added, never touched.
create table audit_entries (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  operator text not null,
  action text not null,
  subject text,
  outcome text not null,
  request_id text not null
);

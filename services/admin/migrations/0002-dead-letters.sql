-- What the services could not handle: a copy of what they tell of it, for operators to look at and decide.
create table dead_letter_entries (
  id text primary key,
  service text not null,
  status text not null,
  type text not null,
  -- Counts what happened to the letter: an older copy never replaces a newer one.
  version integer not null,
  resolved_at timestamptz,
  summary jsonb not null,
  -- The event in its envelope, as it came.
  event jsonb not null,
  data_omitted boolean not null
);
-- Ids sort by the time of parking.
create index dead_letter_entries_status on dead_letter_entries (status, id);
create index dead_letter_entries_resolved on dead_letter_entries (resolved_at) where resolved_at is not null;

-- What became of a dead letter. Those that were parked before are told to operators by the next sweep (changes = 0).
alter table dead_letters
  add column status text not null default 'parked' check (status in ('parked', 'replayed', 'discarded')),
  -- Counts what happened to it: the version of its last event. 0: nobody was told of it yet.
  add column changes integer not null default 0 check (changes >= 0),
  -- Where it lay on the broker.
  add column topic text,
  add column partition integer,
  add column record_offset bigint,
  add column resolved_at timestamptz,
  -- Until then a replay runs, and no other begins.
  add column claimed_until timestamptz,
  add constraint dead_letters_resolved check ((status = 'parked') = (resolved_at is null));

create index dead_letters_untold on dead_letters (parked_at) where changes = 0;
create index dead_letters_resolved_at on dead_letters (resolved_at) where resolved_at is not null;

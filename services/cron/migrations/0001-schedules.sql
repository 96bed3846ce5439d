-- What recurs, and when it is due next. The work itself is done by whoever owns it, when it hears `schedule.due`.
create table schedules (
  name text primary key,
  every_seconds integer not null check (every_seconds > 0),
  next_at timestamptz not null,
  -- How many times it was due: the version of its events.
  beats integer not null default 0
);

-- Who runs the schedules. One row; whoever holds it works, the others wait until it lapses.
create table runner_lease (
  only_one boolean primary key default true check (only_one),
  holder text not null,
  until timestamptz not null
);

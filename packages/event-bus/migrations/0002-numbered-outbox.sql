-- The outbox in partitions of a day, which are dropped whole, and the numbers that the relay gives what it publishes.

-- What a row's transaction id belongs to. Transaction ids mean nothing in another cluster (a restore), nor after a point in
-- time was gone back to: whichever relay notices that first opens a new epoch (bus_open_epoch).
create table relay_epochs (
  number integer primary key,
  cluster text not null,
  -- What consumers know the epoch by: a number alone could come twice, from two restores of the same dump.
  token text not null,
  opened_at timestamptz not null default now()
);

alter table outbox rename to outbox_before;
alter table outbox_before rename constraint outbox_pkey to outbox_before_pkey;
alter table outbox_before rename constraint outbox_version_key to outbox_before_version_key;

create table outbox (
  -- The default is the present epoch: it is changed by opening one.
  epoch integer not null default 1,
  txid xid8 not null default pg_current_xact_id(),
  id bigint not null generated always as identity,
  -- In UTC, so that no session's time zone puts a row elsewhere.
  day date not null default (now() at time zone 'utc')::date,
  event_id text not null,
  stream text not null,
  key text not null,
  version integer not null check (version > 0),
  -- The partition of the stream's topic that the key belongs to.
  partition smallint not null check (partition >= 0),
  type text not null,
  envelope jsonb not null,
  created_at timestamptz not null default now(),
  -- The relay's order: by transaction, and inside one as written.
  primary key (epoch, txid, id, day),
  -- The order that counts: all that happens to one aggregate, without a gap. It is raised under the aggregate's row lock;
  -- that nothing has a version twice can be watched over only within a day, as with any unique key of a partitioned table.
  constraint outbox_version_key unique (stream, key, version, day)
) partition by range (day);

-- Where a row goes for whose day nobody made a partition: nothing is ever refused for want of one.
create table outbox_other partition of outbox default;

-- What the relay numbered at once, of one partition of a topic: the row at place n of the arrays has the number
-- first_sequence + n. It is written before anything is published, so that whoever takes over publishes the same numbers.
create table relay_batches (
  stream text not null,
  partition smallint not null,
  first_sequence bigint not null check (first_sequence > 0),
  day date not null default (now() at time zone 'utc')::date,
  -- The epoch in which it was numbered, and that of the rows: an older one where a restore found rows without a number.
  epoch integer not null,
  row_epoch integer not null,
  txids xid8[] not null,
  ids bigint[] not null,
  -- Up to where the outbox was read: everything of the shard up to there has a number.
  upto_txid xid8 not null,
  upto_id bigint not null,
  -- Some of the rows stand beyond: they were needed earlier, as the version before another.
  reaches_beyond boolean not null,
  primary key (stream, partition, first_sequence, day)
) partition by range (day);

create table relay_batches_other partition of relay_batches default;
create index relay_batches_beyond on relay_batches (stream, partition) where reaches_beyond;

-- Up to which number each partition is published for good.
create table relay_partitions (
  stream text not null,
  partition smallint not null,
  sequence bigint not null,
  primary key (stream, partition)
);

-- Who publishes which set of partitions. The token rises whenever another takes one: numbering checks it, under the row's lock.
create table relay_leases (
  shard smallint primary key,
  token bigint not null default 0,
  holder text not null,
  expires_at timestamptz not null
);

-- The relays that are there, so that each takes its part of the shards.
create table relay_members (
  holder text primary key,
  seen_at timestamptz not null
);

-- Takes rights on a table away from everybody but its owner: new tables may come with rights for others.
create function bus_revoke(relation text, rights text) returns void language plpgsql as $$
declare
  grantee text;
begin
  for grantee in
    select distinct acl.grantee::regrole::text
      from pg_class c, aclexplode(c.relacl) acl
     where c.oid = to_regclass(quote_ident(relation)) and acl.grantee not in (0, c.relowner)
  loop
    execute format('revoke %s on %I from %s', rights, relation, grantee);
  end loop;
end
$$;

-- Makes the partitions of today and the days to come. A day that has rows in the default partition already stays there.
create function bus_prepare_days(ahead integer) returns void
language plpgsql security definer set search_path from current as $$
declare
  today date := (now() at time zone 'utc')::date;
  parent text;
  child text;
begin
  perform set_config('lock_timeout', '2s', true);
  foreach parent in array array['outbox', 'relay_batches'] loop
    for each in 0..ahead loop
      child := parent || '_' || to_char(today + each, 'YYYYMMDD');
      continue when to_regclass(quote_ident(child)) is not null;
      begin
        execute format('create table %I (like %I including defaults including constraints)', child, parent);
        -- Reached through its parent alone.
        perform bus_revoke(child, 'all');
        -- Attached, not made in place: that would wait for every running transaction that wrote here.
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                       parent, child, today + each, today + each + 1);
      exception when check_violation or lock_not_available or duplicate_table then
        null;
      end;
    end loop;
  end loop;
end
$$;

-- Whether every sink has all rows of a partition of the outbox. Where there is no sink, nobody waits for them.
create function bus_is_settled(child text) returns boolean language plpgsql as $$
declare
  behind boolean;
begin
  execute format(
    'select exists (select from relay_cursors c,
                           (select epoch, txid, id from %I order by epoch desc, txid desc, id desc limit 1) last
                     where (c.epoch, c.txid, c.id) < (last.epoch, last.txid, last.id))', child) into behind;
  return not behind;
end
$$;

-- Whether all that a partition of the numbers holds is published.
create function bus_is_published(child text) returns boolean language plpgsql as $$
declare
  waiting boolean;
begin
  execute format(
    'select exists (select from %I b left join relay_partitions p using (stream, partition)
                     where b.first_sequence + cardinality(b.ids) - 1 > coalesce(p.sequence, 0))', child) into waiting;
  return not waiting;
end
$$;

-- Drops the partitions of days before `before` of which every sink has everything; gives how many went. One that somebody
-- reads just now (a dump) is left for the next time: whoever inserts must not wait behind us.
create function bus_retire_days(before date) returns integer
language plpgsql security definer set search_path from current as $$
declare
  child record;
  is_young boolean;
  retired integer := 0;
begin
  perform set_config('lock_timeout', '500ms', true);
  for child in
    select c.relname as name, p.relname as parent, c.relname ~ '_other$' as is_default
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where i.inhparent in ('outbox'::regclass, 'relay_batches'::regclass)
     -- The rows first: a number without its row does no harm, a row without its number would be numbered again.
     order by p.relname, c.relname
  loop
    if child.is_default then
      execute format('select coalesce(max(day) >= %L, true) from %I', before, child.name) into is_young;
    else
      is_young := to_date(right(child.name, 8), 'YYYYMMDD') >= before;
    end if;
    continue when is_young;
    continue when child.parent = 'outbox' and not bus_is_settled(child.name);
    continue when child.parent = 'relay_batches' and not bus_is_published(child.name);
    begin
      if child.is_default then
        execute format('truncate %I', child.name);
      else
        execute format('alter table %I detach partition %I', child.parent, child.name);
        execute format('drop table %I', child.name);
      end if;
      retired := retired + 1;
    exception when lock_not_available then
      null;
    end;
  end loop;
  return retired;
end
$$;

-- What transaction ids mean something in: the cluster, its timeline and the database. 'unknown' where nobody may ask.
create function bus_cluster() returns text language plpgsql stable security definer set search_path from current as $$
begin
  return (select s.system_identifier || '/' || c.timeline_id from pg_control_system() s, pg_control_checkpoint() c)
      || '/' || (select oid from pg_database where datname = current_database());
exception when insufficient_privilege then
  return 'unknown';
end
$$;

-- Opens a new epoch when the last one was another cluster's, or when its transaction ids are still to come here; gives the
-- present one. It waits for every transaction that wrote an event to end, so that all older rows are there or never will be.
create function bus_open_epoch() returns relay_epochs language plpgsql security definer set search_path from current as $$
declare
  last relay_epochs;
  restored boolean;
begin
  -- The first is that of the rows that the column's own default stamps.
  insert into relay_epochs (number, cluster, token)
  select 1, bus_cluster(), '1-' || left(replace(gen_random_uuid()::text, '-', ''), 8)
   where not exists (select from relay_epochs)
      on conflict do nothing;
  select * into last from relay_epochs order by number desc limit 1;
  restored := last.cluster <> bus_cluster()
    or exists (select from outbox where epoch = last.number and txid >= pg_snapshot_xmax(pg_current_snapshot()));
  if not restored then return last; end if;
  perform set_config('lock_timeout', '10s', true);
  lock table outbox in access exclusive mode;
  -- Another may have opened it meanwhile.
  select * into last from relay_epochs order by number desc limit 1;
  if last.cluster = bus_cluster() and
     not exists (select from outbox where epoch = last.number and txid >= pg_snapshot_xmax(pg_current_snapshot())) then
    return last;
  end if;
  insert into relay_epochs (number, cluster, token)
  values (last.number + 1, bus_cluster(), last.number + 1 || '-' || left(replace(gen_random_uuid()::text, '-', ''), 8))
  returning * into last;
  execute format('alter table outbox alter column epoch set default %s', last.number);
  return last;
end
$$;

select bus_prepare_days(2);
select bus_revoke('outbox_other', 'all'), bus_revoke('relay_batches_other', 'all');

-- What an earlier release had not told yet goes on as one partition of each stream: there was no other reader of it.
insert into outbox (txid, id, event_id, stream, key, version, partition, type, envelope, created_at) overriding system value
select txid, id, event_id, stream, key, version, 0, type, envelope, created_at from outbox_before;
select setval(pg_get_serial_sequence('outbox', 'id'), greatest(max(id), 1)) from outbox;
drop table outbox_before cascade;

alter table relay_cursors alter column epoch type integer using 1;

-- Events are written once. Whoever was given all rights on new tables keeps those to read and to add.
select bus_revoke('outbox', 'update, delete, truncate'), bus_revoke('relay_batches', 'update, delete, truncate');

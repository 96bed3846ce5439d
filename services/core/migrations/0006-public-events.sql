-- The outbox has epochs now: after a restore transaction ids begin low again, and what stands in an older epoch comes before.
alter table received_events add column epoch integer not null default 1;
alter table received_events drop constraint received_events_pkey;
alter table received_events add primary key (epoch, txid, id);

drop index received_events_by_store;
create index received_events_by_store on received_events (store_id, livemode, epoch, txid, id);

-- They went with the outbox of the earlier release, where there was one.
drop view if exists public_events;
drop index if exists outbox_by_store;
drop index if exists outbox_by_event;

create index outbox_by_store on outbox
  ((envelope ->> 'storeid'), ((envelope ->> 'livemode')::boolean), epoch, txid, id) where stream = 'invoice';
create index outbox_by_event on outbox (event_id);

-- What merchants may read of what happened, oldest first by (epoch, txid, id). Only what no running transaction can still
-- come before is shown, so that a reader who asks for "after this one" misses nothing.
create view public_events as
  select epoch, txid, id, event_id, envelope ->> 'storeid' as store_id,
         (envelope ->> 'livemode')::boolean as livemode, type, envelope
    from outbox
   where stream = 'invoice'
     and (txid < pg_snapshot_xmin(pg_current_snapshot()) or epoch < (select max(number) from relay_epochs))
  union all
  select epoch, txid, id, event_id, store_id, livemode, type, envelope
    from received_events
   where txid < pg_snapshot_xmin(pg_current_snapshot()) or epoch < (select max(number) from relay_epochs);

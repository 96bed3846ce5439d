-- Which member of a group may have effects of a partition. Every member that is given the partition raises the epoch; an
-- effect holds its own epoch to this row in its transaction, so that what was taken from a member it can no longer write.
create table partition_owners (
  consumer_group text not null,
  stream text not null,
  partition integer not null,
  epoch bigint not null check (epoch > 0),
  taken_at timestamptz not null default now(),
  primary key (consumer_group, stream, partition)
);

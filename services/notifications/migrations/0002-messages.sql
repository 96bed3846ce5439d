-- A message to one reader, as it is sent: what it says is fixed when it is written.
create table messages (
  id text primary key,
  kind text not null,
  invoice_id text not null,
  store_id text not null,
  livemode boolean not null,
  recipient text not null,
  sender_name text not null,
  reply_to text,
  subject text not null,
  body_text text not null,
  body_html text not null,
  -- The trace of the event that caused it, so that the sending belongs to it.
  traceparent text,
  status text not null default 'due' check (status in ('due', 'sent', 'failed')),
  channel text check (channel in ('smtp', 'mailbox')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  -- Who sends it now, and until when it is theirs.
  lease text,
  lease_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);

-- One message for a kind, an invoice and a reader; mailboxes that differ only in case are one.
create unique index messages_once on messages (kind, invoice_id, lower(recipient));
create index messages_due on messages (due_at) where status = 'due';
create index messages_newest on messages (created_at desc, id desc);

-- Messages that wait to learn of their store: its event comes in another stream than the invoice's.
create table held_messages (
  store_id text not null,
  kind text not null,
  invoice_id text not null,
  -- Null for the merchant, whose address comes with the store.
  recipient text,
  invoice jsonb not null,
  held_at timestamptz not null default now()
);
create unique index held_messages_once on held_messages (kind, invoice_id, lower(coalesce(recipient, '')));
create index held_messages_store on held_messages (store_id);

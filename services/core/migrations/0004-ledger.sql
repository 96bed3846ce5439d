-- The ledger: double entry, append-only. What it says is proved here, not by the program that writes it.

-- An account belongs to a store in one of its two modes, and holds one asset.
create table accounts (
  id bigint generated always as identity primary key,
  store_id text collate "C" not null,
  livemode boolean not null,
  asset text not null,
  kind text not null check (
    kind in ('deposits', 'customer-funds', 'sales', 'suspense:overpaid', 'suspense:late', 'suspense:unmatched')
  ),
  unique (store_id, livemode, asset, kind)
);

-- What was booked, and what it was worth. Amounts are whole units of the currency.
create table journals (
  id text collate "C" primary key,
  -- The order of booking.
  number bigint generated always as identity unique,
  store_id text collate "C" not null,
  livemode boolean not null,
  type text not null check (type in ('payment.credit', 'payment.reversal', 'invoice.settlement', 'invoice.adjustment')),
  invoice_id text collate "C" not null references invoices (id),
  payment_id text collate "C" references payments (id),
  -- The block that a credited payment stood in.
  occurrence text,
  -- Counts the journals of a payment: credit 1, reversal 2, credit 3 … Each needs the one before it, so that a payment can
  -- be credited, reversed and credited again, even in the same block, and is never credited twice at a time.
  entry smallint,
  previous_entry smallint generated always as (nullif(entry - 1, 0)) stored,
  -- A journal is taken back once at most.
  reverses text collate "C" unique references journals (id),
  valuation_amount numeric(78, 0) not null check (valuation_amount >= 0),
  valuation_currency text not null,
  valuation_decimals smallint not null,
  valuation_rate numeric,
  valuation_at timestamptz not null,
  created_at timestamptz not null,
  unique (payment_id, entry),
  foreign key (payment_id, previous_entry) references journals (payment_id, entry),
  check ((type in ('payment.credit', 'payment.reversal')) = (payment_id is not null)),
  check ((payment_id is null) = (entry is null) and (payment_id is null) = (occurrence is null)),
  check (entry is null or (entry > 0 and (entry % 2 = 1) = (type = 'payment.credit'))),
  check (type <> 'payment.reversal' or reverses is not null)
);

create index journals_by_invoice on journals (invoice_id, number);

-- Amounts are signed whole units of the account's asset: what comes in is positive, what it came from negative.
create table postings (
  journal_id text collate "C" not null references journals (id),
  line smallint not null,
  account_id bigint not null references accounts (id),
  amount numeric(79, 0) not null check (amount <> 0),
  primary key (journal_id, line)
);

create index postings_by_account on postings (account_id);

-- The postings of a journal sum to zero for each asset, and stay inside the journal's store and mode.
create function check_postings() returns trigger language plpgsql as $$
declare
  faulty text;
begin
  select p.journal_id into faulty
    from postings p
    join accounts a on a.id = p.account_id
    join journals j on j.id = p.journal_id
   where p.journal_id in (select journal_id from inserted)
   group by p.journal_id, a.asset
  having sum(p.amount) <> 0 or bool_or(a.store_id <> j.store_id or a.livemode <> j.livemode)
   limit 1;
  if found then
    raise exception 'the journal % is not balanced inside its store and mode', faulty using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create trigger postings_balance after insert on postings
  referencing new table as inserted
  for each statement execute function check_postings();

-- A journal without postings says nothing. Its postings are written in the same transaction.
create function check_journal() returns trigger language plpgsql as $$
begin
  if not exists (select from postings where journal_id = new.id) then
    raise exception 'the journal % has no postings', new.id using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create constraint trigger journals_posted after insert on journals
  deferrable initially deferred
  for each row execute function check_journal();

-- Nothing that was booked is ever changed: another journal takes it back.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % of % is refused', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger accounts_append_only before update or delete or truncate on accounts
  for each statement execute function refuse_change();
create trigger journals_append_only before update or delete or truncate on journals
  for each statement execute function refuse_change();
create trigger postings_append_only before update or delete or truncate on postings
  for each statement execute function refuse_change();

-- Whoever was given all rights on new tables keeps only those to read and to add.
do $$
declare
  grantee text;
begin
  for grantee in
    select distinct acl.grantee::regrole::text
      from pg_class c, aclexplode(c.relacl) acl
     where c.oid in ('accounts'::regclass, 'journals'::regclass, 'postings'::regclass)
       and acl.grantee not in (0, c.relowner)
  loop
    execute format('revoke update, delete, truncate on accounts, journals, postings from %s', grantee);
  end loop;
end
$$;

-- What each account holds: always the sum of its postings.
create view balances as
  select a.id as account_id, a.store_id, a.livemode, a.asset, a.kind, coalesce(sum(p.amount), 0) as amount
    from accounts a
    left join postings p on p.account_id = a.id
   group by a.id;

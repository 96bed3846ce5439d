revoke update, delete on notes from public;
do $$
begin
  if exists (select from pg_roles where rolname = 'kept_' || current_database()) then
    execute 'revoke update, delete on notes from ' || quote_ident('kept_' || current_database());
  end if;
end
$$;

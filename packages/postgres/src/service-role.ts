import sql, { raw } from 'sql-template-tag';
import { identifier } from './connection-config.js';
import { sqlState } from './errors.js';
import type { Queries } from './queries.js';

/** Either the role that connections can take on, or why there is none. */
export type RoleOutcome =
  | { readonly role: string; readonly note?: undefined }
  | { readonly role?: undefined; readonly note: string };

const INSUFFICIENT_PRIVILEGE = '42501';
/** Two databases of one cluster may make or grant the same role at the same moment: it exists, or its tuple just changed. */
const CONCURRENT_STATES = new Set(['42710', '23505', 'XX000']);
const MAX_TRIES = 5;

/**
 * Makes `role` (NOLOGIN) when it is missing and lets the login role become it. A login that may do neither goes on
 * without: the note says so, and the service then runs as the login role.
 */
export async function prepareRole(db: Queries, role: string): Promise<RoleOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      await createRole(db, role);
      return { role };
    } catch (error) {
      const state = sqlState(error) ?? '';
      if (state === INSUFFICIENT_PRIVILEGE) {
        return {
          note: `the database login may not create or take on the role "${role}": going on without it`,
        };
      }
      if (tries >= MAX_TRIES || !CONCURRENT_STATES.has(state)) throw error;
    }
  }
}

async function createRole(db: Queries, role: string): Promise<void> {
  const name = raw(identifier(role));
  const found = await db.one<{ present: boolean; mine: boolean }>(sql`
    select exists (select from pg_roles where rolname = ${role}) as present,
           exists (select from pg_roles r where rolname = ${role} and pg_has_role(r.oid, 'member')) as mine`);
  if (!found.present) await db.execute(sql`create role ${name} nologin`);
  // Since PostgreSQL 16 the creator is a member that may not SET ROLE until it is granted in so many words.
  if (!found.mine || !(await canBecome(db, role))) await db.execute(sql`grant ${name} to current_user`);
}

async function canBecome(db: Queries, role: string): Promise<boolean> {
  try {
    await db.execute(sql`set role ${raw(identifier(role))}`);
    return true;
  } catch (error) {
    if (sqlState(error) === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  } finally {
    await db.execute(sql`reset role`);
  }
}

/**
 * Gives the role the schema, and everything that will be made in it, by default privileges. So it must come before the
 * first table: a migration may afterwards take a right back, and nothing here ever gives it again.
 */
export async function grantSchema(db: Queries, schema: string, role: string): Promise<void> {
  const inSchema = raw(identifier(schema));
  const to = raw(identifier(role));
  const later = sql`alter default privileges in schema ${inSchema} grant`;
  await db.execute(sql`grant usage on schema ${inSchema} to ${to}`);
  await db.execute(sql`${later} select, insert, update, delete on tables to ${to}`);
  await db.execute(sql`${later} usage, select, update on sequences to ${to}`);
  await db.execute(sql`${later} execute on functions to ${to}`);
}

/** True when `grantSchema` was done for this role, whose tables-to-come are then its to use. */
export async function hasDefaultPrivileges(db: Queries, schema: string, role: string): Promise<boolean> {
  const { granted } = await db.one<{ granted: boolean }>(sql`
    select exists (
      select from pg_default_acl d
        join pg_namespace n on n.oid = d.defaclnamespace and n.nspname = ${schema},
        aclexplode(d.defaclacl) a
        join pg_roles r on r.oid = a.grantee and r.rolname = ${role}
      where d.defaclobjtype = 'r'
    ) as granted`);
  return granted;
}

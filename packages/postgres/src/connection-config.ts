/** PostgreSQL folds and quotes other names; with these nothing has to be quoted, in SQL or in a connection option. */
const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;

/** The name itself when it can stand unquoted as a schema or a role; throws otherwise. */
export function identifier(name: string): string {
  if (!IDENTIFIER.test(name))
    throw new Error(`not a plain lower-case PostgreSQL name: ${JSON.stringify(name)}`);
  return name;
}

/**
 * The `options` start-up parameter that sets run-time settings for the life of a connection, before its first
 * statement. A backslash escapes a space in a value (libpq, "options").
 */
export function startupOptions(settings: Record<string, string | undefined>): string {
  return Object.entries(settings)
    .filter((setting): setting is [string, string] => setting[1] !== undefined)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\ ]/g, '\\$&')}`)
    .join(' ');
}

export { default as sql, join, empty, raw, bulk } from 'sql-template-tag';
export type { Sql } from './queries.js';
export type { Queries, QueryOptions, Tx } from './queries.js';
export { DATABASE, Database, openDatabase } from './database.js';
export type { DatabaseOptions } from './database.js';
export {
  RowCountError,
  isCheckViolation,
  isConnectionLost,
  isForeignKeyViolation,
  isRetryable,
  isUniqueViolation,
  sqlState,
} from './errors.js';
export { migrate } from './migrate.js';
export type { MigrateOptions, MigrateResult } from './migrate.js';
export { SchemaOutdatedError, assertMigrated } from './assert-migrated.js';
export { MigrationError } from './migration-files.js';

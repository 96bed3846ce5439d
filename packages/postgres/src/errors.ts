/** A statement gave another number of rows than its caller can live with: a bug, or a missing constraint. */
export class RowCountError extends Error {
  override readonly name = 'RowCountError';
  constructor(expected: string, got: number, text: string) {
    super(`expected ${expected} row, got ${got}: ${text.trim().replace(/\s+/g, ' ').slice(0, 200)}`);
  }
}

/** The SQLSTATE of an error PostgreSQL answered, e.g. '23505'; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function violates(error: unknown, state: string, constraint: string | undefined): boolean {
  if (sqlState(error) !== state) return false;
  return constraint === undefined || (error as { constraint?: unknown }).constraint === constraint;
}

/** True when a row like it is already there (23505); with `constraint`, only when that index or constraint says so. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23505', constraint);
}

/** True when the row pointed at is missing, or is still pointed at (23503). */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23503', constraint);
}

/** True when a CHECK refused the row (23514). */
export function isCheckViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23514', constraint);
}

/**
 * True when PostgreSQL rolled back what was asked and the same would probably work at once: a serialization failure
 * (40001), a deadlock (40P01), or a prepared plan made before a migration (0A000 with that message).
 */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01' || isStalePlan(error);
}

/** True when the connection's prepared plans are older than the tables: the connection must not be used again. */
export function isStalePlan(error: unknown): boolean {
  return sqlState(error) === '0A000' && (error as Error).message.includes('cached plan');
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const CLIENT_SENTENCES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout exceeded when trying to connect)/;

/**
 * True when the server could not be reached, went away or is full: nothing is wrong with the statement, and it is not
 * known whether a COMMIT under way took effect. SQLSTATE classes 08, 57P and 53300.
 */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  if (error instanceof AggregateError) return error.errors.some(isConnectionLost);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && NETWORK_CODES.has(code)) || CLIENT_SENTENCES.test(error.message);
}

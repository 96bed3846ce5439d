import { KafkaMissingError, PortTakenError } from '@sixpence/dev-servers';
import { MigrationError, SchemaOutdatedError } from '@sixpence/postgres';
import { scrubText } from '@sixpence/telemetry';
import { EnvironmentError } from './environment.js';
import { AlreadyRunningError } from './run-lock.js';

/** Failures whose message says all there is to do; a stack would only frighten. */
const PLAIN = [
  AlreadyRunningError,
  EnvironmentError,
  KafkaMissingError,
  MigrationError,
  PortTakenError,
  SchemaOutdatedError,
];

/** The sentence for the terminal, without secrets. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return scrubText(String(error));
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (error instanceof PortTakenError || (code === 'EADDRINUSE' && port !== undefined)) {
    const taken = port === undefined ? error.message : `port ${port} is taken by another program`;
    return `${taken}. Stop it, or set SIXPENCE_PORT to the first of 50 free ports.`;
  }
  if (PLAIN.some((kind) => error instanceof kind)) return scrubText(error.message);
  return scrubText(error.stack ?? error.message);
}

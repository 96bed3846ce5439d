import type { KafkaSettings } from './kafka-settings.js';

/** The broker turned us away, or is not one that we believe; the message says why, and the cause is what the library said. */
export class KafkaRefusedError extends Error {
  override readonly name = 'KafkaRefusedError';
}

/** What a library hangs together of one failure is looked through no further. */
const MAX_PARTS = 50;

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * A failure of a library, said in a sentence when it is the settings or the access lists that must change; else as it is. The
 * libraries bury the reason below several errors that only say that something failed.
 */
export function explainKafkaFailure(error: unknown, settings: KafkaSettings): unknown {
  for (const part of partsOf(error)) {
    const sentence = sentenceFor(part, settings);
    if (sentence !== undefined)
      return new KafkaRefusedError(`Kafka at ${settings.brokers.join(',')} ${sentence}`, { cause: error });
  }
  return error;
}

/** The error, its causes and the errors that it gathers. */
function partsOf(error: unknown): readonly Error[] {
  const found: Error[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && found.length < MAX_PARTS) {
    const next = waiting.shift();
    if (!(next instanceof Error)) continue;
    found.push(next);
    waiting.push(next.cause, ...gathered(next));
  }
  return found;
}

const gathered = (error: Error): readonly unknown[] =>
  'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];

function sentenceFor(error: Error, { tls, sasl }: KafkaSettings): string | undefined {
  const code = 'code' in error ? String(error.code) : '';
  const { message } = error;
  if (UNKNOWN_AUTHORITY.has(code))
    return 'has a certificate of an authority that is not among those believed';
  if (code === 'CERT_HAS_EXPIRED') return 'has a certificate whose time is over';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'has a certificate for another host';
  if (/unsupported_sasl_mechanism|does not support the requested sasl/i.test(message))
    return `takes no login by ${sasl?.mechanism ?? 'this mechanism'}`;
  if (/sasl.*authentication failed|invalid sasl/i.test(message)) return `refused the login${nameOf(sasl)}`;
  if (/authorization failed|not authorized/i.test(message))
    return `does not allow this${nameOf(sasl)}: ${message}`;
  if (tls === undefined && sasl !== undefined && /connection closed|closed connection/i.test(message))
    return 'closed the connection before the login: it may want TLS';
  return undefined;
}

const nameOf = (sasl: KafkaSettings['sasl']): string =>
  sasl === undefined || sasl.mechanism === 'oauthbearer' ? '' : ` of ${sasl.username}`;

import { isUtf8 } from 'node:buffer';
import { DomainError } from '@sixpence/schemas';
import { nestsDeeperThan } from './nesting.js';
import { requireCleanTexts } from './text-hygiene.js';

/** Deepest nesting of a body that is read. */
export const maxBodyDepth = 32;

/**
 * The JSON value of a body. Throws `invalid_json` for what is empty, not UTF-8 or not JSON, `body_too_deep` beyond 32
 * levels, and `invalid_request` for an unclean text or a `__proto__` anywhere in it.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) throw new DomainError('invalid_json', 'The body is empty');
  if (!isUtf8(body)) throw new DomainError('invalid_json', 'The body is not UTF-8');
  if (nestsDeeperThan(body, maxBodyDepth)) {
    throw new DomainError('body_too_deep', `The body is nested deeper than ${maxBodyDepth} levels`);
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new DomainError('invalid_json', 'The body is not JSON', { cause });
  }
  requireCleanTexts(value);
  return value;
}

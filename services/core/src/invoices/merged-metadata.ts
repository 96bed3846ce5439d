import { DomainError } from '@sixpence/schemas';

const maxKeys = 50;

/**
 * The metadata after some changes: given keys are set, an empty value removes its key. The same object when that changes
 * nothing. Throws `invalid_request` beyond 50 keys.
 */
export function mergeMetadata(
  before: Record<string, string>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') merged.delete(key);
    else merged.set(key, value);
  }
  if (merged.size > maxKeys) {
    throw new DomainError('invalid_request', `At most ${maxKeys} keys are kept`, { field: 'metadata' });
  }
  const isSame =
    merged.size === Object.keys(before).length && [...merged].every(([key, value]) => before[key] === value);
  return isSame ? before : Object.fromEntries(merged);
}

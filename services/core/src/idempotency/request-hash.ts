import { hash } from 'node:crypto';

/**
 * SHA-256 of what a request means: its JSON with the keys of every object in order, so that the same request written
 * in another order is the same request.
 */
export function requestHash(body: unknown): Buffer {
  return hash('sha256', JSON.stringify(inOrder(body)), 'buffer');
}

/** A copy with the keys of every object in order. `Object.fromEntries` defines its keys: even `__proto__` is kept as one. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, inOrder((value as Record<string, unknown>)[key])]));
}

import { fromString, typeid } from 'typeid-js';
import { z } from 'zod';

/** Every kind of id, by its TypeID prefix. The prefix is part of the API: it never changes. */
export const idPrefixes = {
  apiKey: 'key',
  customerMessage: 'msg',
  delivery: 'whd',
  deadLetter: 'dlq',
  endpoint: 'whe',
  event: 'evt',
  invoice: 'inv',
  journal: 'jrn',
  method: 'pm',
  payment: 'pay',
  store: 'sto',
} as const;

export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

/** A new TypeID: `<prefix>_` and 26 characters of base 32 that hold a UUIDv7, so that ids sort by time. */
export function newId(prefix: IdPrefix): string {
  return typeid(prefix).toString();
}

/** Whether the text is a TypeID of that prefix. */
export function isId(prefix: IdPrefix, text: string): boolean {
  if (!text.startsWith(`${prefix}_`)) return false;
  try {
    fromString(text, prefix);
    return true;
  } catch {
    return false;
  }
}

/** A zod schema of an id with that prefix. */
export const idOf = (prefix: IdPrefix) =>
  z.string().refine((text) => isId(prefix, text), { error: `Expected an id that begins with ${prefix}_` });

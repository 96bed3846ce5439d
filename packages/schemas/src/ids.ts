import { randomFillSync } from 'node:crypto';
import { fromString, fromUUIDBytes } from 'typeid-js';
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

const uuidBytes = 16;
/** Random bytes are drawn for many ids at once: each draw is a call into the system. */
const pool = new Uint8Array(uuidBytes * 512);
let used = pool.length;

/** A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, version and variant, and 74 random bits. */
function uuidV7(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const uuid = pool.slice(used, used + uuidBytes);
  used += uuidBytes;
  const view = new DataView(uuid.buffer);
  const nowMs = Date.now();
  view.setUint16(0, Math.floor(nowMs / 2 ** 32));
  view.setUint32(2, nowMs >>> 0);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  return uuid;
}

/** A new TypeID: `<prefix>_` and 26 characters of base 32 that hold a UUIDv7, so that ids sort by time. */
export function newId(prefix: IdPrefix): string {
  return fromUUIDBytes(prefix, uuidV7()).toString();
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

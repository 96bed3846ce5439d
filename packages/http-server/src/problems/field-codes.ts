import type { ProblemCode } from '@sixpence/schemas';

/** The fields whose every fault has a code of its own, by path; `*` stands for the index of a list. */
const codeOfField = new Map<string, ProblemCode>([
  ['amount', 'invalid_amount'],
  ['currency', 'unknown_currency'],
  ['asset', 'unknown_asset'],
  ['methods.*', 'unknown_asset'],
  ['redirectUrl', 'invalid_url'],
  ['cancelUrl', 'invalid_url'],
  ['url', 'invalid_url'],
  ['cursor', 'invalid_cursor'],
  ['wallets.*.chain', 'unknown_chain'],
  ['wallets.*.treasury', 'invalid_address'],
]);

export type FieldPath = readonly PropertyKey[];

/** A path as problem documents tell it: `metadata.note`, `methods.0`. */
export const fieldName = (path: FieldPath): string => path.map(String).join('.');

/** The code of a fault at that place: `invalid_request` unless the field has its own. */
export function codeOfFaultAt(path: FieldPath): ProblemCode {
  const pattern = path.map((segment) => (typeof segment === 'number' ? '*' : String(segment))).join('.');
  return codeOfField.get(pattern) ?? 'invalid_request';
}

import { DomainError, textFault } from '@sixpence/schemas';
import { codeOfFaultAt, fieldName } from '../problems/field-codes.js';
import type { FieldPath } from '../problems/field-codes.js';

/** Refuses a text that holds a NUL, an unpaired surrogate or outer spaces. `path` says where it stands. */
export function requireCleanText(text: string, path: FieldPath): void {
  const fault = textFault(text);
  if (fault) throw new DomainError(codeOfFaultAt(path), `The text ${fault}`, { field: fieldName(path) });
}

/** The names of fields reach records (`metadata`): they obey the rules of texts. */
function requireCleanName(name: string, parent: FieldPath): void {
  // JSON.parse makes a plain field of it, and a later copy of the object would change its prototype.
  const fault = name === '__proto__' ? 'is not allowed' : textFault(name);
  if (!fault) return;
  const place = parent.length > 0 ? { field: fieldName(parent) } : {};
  throw new DomainError('invalid_request', `The name of a field ${fault}`, place);
}

/** Refuses a parsed JSON value with an unclean text or name anywhere in it. Its depth must be bounded already. */
export function requireCleanTexts(value: unknown, path: PropertyKey[] = []): void {
  if (typeof value === 'string') {
    requireCleanText(value, path);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      requireCleanTexts(item, path);
      path.pop();
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      requireCleanName(name, path);
      path.push(name);
      requireCleanTexts(item, path);
      path.pop();
    }
  }
}

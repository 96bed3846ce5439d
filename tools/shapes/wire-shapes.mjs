/** What stands frozen of each event version and each request: its shape on the wire, as JSON Schema. Pure. */
import { z } from 'zod';

/** Words about a shape that are not the shape. */
const REMARKS = new Set(['$schema', 'description', 'title', 'examples', 'id']);
/** Lists whose order says nothing. */
const SETS = new Set(['required', 'enum', 'type']);

/**
 * The shapes of all definitions as `file → shape`; a file is named as its event's example is. `upgrades` says whether a
 * version tells how the one before becomes it.
 */
export function shapesOf(eventCatalogue, requestCatalogue) {
  return Object.fromEntries([
    ...eventCatalogue.map(({ type, version, stream, schema }) => [
      `events/${type}.v${version}.json`,
      { type, version, stream, data: shapeOf(schema) },
    ]),
    ...requestCatalogue.map(({ type, service, changesState, request, response }) => [
      `requests/${type}.json`,
      { type, service, changesState, request: shapeOf(request), response: shapeOf(response) },
    ]),
  ]);
}

/** The shape as it crosses the wire, before defaults are filled in. Two zod schemas that mean the same give the same. */
export function shapeOf(schema) {
  return stable(z.toJSONSchema(schema, { io: 'input' }));
}

/** Sorted, and without remarks: inside `properties` and `$defs` the keys are names, which may be those of remarks. */
function stable(value, areNames = false) {
  if (Array.isArray(value)) return value.map((item) => stable(item));
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).filter((key) => areNames || !REMARKS.has(key));
  return Object.fromEntries(
    keys.toSorted().map((key) => {
      if (!areNames && SETS.has(key) && Array.isArray(value[key])) return [key, value[key].toSorted()];
      // A constant or a default is a value, whatever its keys are called.
      if (!areNames && (key === 'const' || key === 'default')) return [key, value[key]];
      return [key, stable(value[key], !areNames && (key === 'properties' || key === '$defs'))];
    }),
  );
}

const WIDTH = 110;

/** JSON as people read it in a review: what fits a line stands on one. */
export function printed(value, indent = '', before = 0) {
  const line = JSON.stringify(value, null, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/\[ | \]/g, (bracket) => bracket.trim());
  if (typeof value !== 'object' || value === null || indent.length + before + line.length < WIDTH)
    return line;
  const deeper = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => deeper + printed(item, deeper))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return deeper + name + printed(item, deeper, name.length);
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/**
 * Which values of one JSON Schema another one refuses. Pure. Of JSON Schema (draft 2020-12) it knows what zod writes; a
 * word it does not know must be the same on both sides. It errs on the side of refusing.
 */

/** Upper bounds: the reader's must not lie below the writer's. */
const MOST = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** Lower bounds: the reader's must not lie above the writer's. */
const LEAST = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const COMPARED = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref', '$defs', 'default'];
const OF_OBJECTS = ['properties', 'required', 'additionalProperties'];
const OF_ARRAYS = ['items', 'prefixItems'];
const HANDLED = new Set([...MOST, ...LEAST, ...COMPARED, ...OF_OBJECTS, ...OF_ARRAYS]);

/**
 * What `writer` may write that `reader` refuses: `[{ path, what }]`, where `what` ends a sentence that begins with the
 * path ("may be absent"). Both are whole documents, so that `#/$defs/…` finds its place. Nothing a writer declares may be
 * unknown to a reader that is closed (`additionalProperties: false`). With `keepsFields` a field that the reader knows
 * must also be known to the writer, even an optional one.
 */
export function refusals(reader, writer, { keepsFields = false } = {}) {
  const context = { reader, writer, keepsFields, seen: new Set() };
  return compare(reader, writer, '', context);
}

function compare(givenReader, givenWriter, path, context) {
  const pair = `${givenReader.$ref ?? ''}|${givenWriter.$ref ?? ''}`;
  // A shape that holds itself: what is being compared needs no second look.
  if (givenReader.$ref && givenWriter.$ref) {
    if (context.seen.has(pair)) return [];
    context.seen.add(pair);
  }
  const faults = compareResolved(
    resolve(givenReader, context.reader),
    resolve(givenWriter, context.writer),
    path,
    context,
  );
  context.seen.delete(pair);
  return faults;
}

function compareResolved(reader, writer, path, context) {
  const readers = alternatives(reader, context.reader);
  const writers = alternatives(writer, context.writer);
  const faults = writers.flatMap((one) => compareWithAny(readers, one, path, context));
  if (context.keepsFields && !isSame(reader.default, writer.default) && reader.default !== undefined)
    faults.push({ path, what: `has not the default ${show(reader.default)}` });
  return faults;
}

/** One kind of value that is written against all that may be read. */
function compareWithAny(readers, writer, path, context) {
  const outcomes = readers.map((reader) => compareSingle(reader, writer, path, context));
  if (outcomes.some((faults) => faults.length === 0)) return [];
  // Faults are told of the one that was meant; when none was, the kind itself is the fault.
  const meant = readers.findIndex((reader) => isKin(reader, writer, context));
  return meant < 0 ? [{ path, what: `may be ${describe(writer)}` }] : outcomes[meant];
}

function compareSingle(reader, writer, path, context) {
  if ('const' in reader)
    return 'const' in writer && isSame(reader.const, writer.const)
      ? []
      : [{ path, what: `may be ${describe(writer)}` }];
  if ('const' in writer && !isObject(writer.const) && takesScalar(reader, writer.const)) return [];
  if (!takesType(reader.type, writer.type)) return [{ path, what: `may be ${describe(writer)}` }];
  return [
    ...bounds(reader, writer, path),
    ...others(reader, writer, path),
    ...allOf(reader, writer, path, context),
    ...(isObjectShape(reader) ? objects(reader, writer, path, context) : []),
    ...(reader.items !== undefined || reader.prefixItems ? arrays(reader, writer, path, context) : []),
  ];
}

function bounds(reader, writer, path) {
  const beyond = (names, isBeyond) =>
    names
      .filter((name) => reader[name] !== undefined)
      .filter((name) => writer[name] === undefined || isBeyond(writer[name], reader[name]))
      .map((name) => ({
        path,
        what: `has ${writer[name] === undefined ? `no ${name}` : `the ${name} ${writer[name]}`} instead of ${reader[name]}`,
      }));
  return [...beyond(MOST, (mine, limit) => mine > limit), ...beyond(LEAST, (mine, limit) => mine < limit)];
}

function others(reader, writer, path) {
  return Object.keys(reader)
    .filter((name) => !HANDLED.has(name) && !isSame(reader[name], writer[name]))
    .map((name) => ({
      path,
      what:
        writer[name] === undefined
          ? `has no ${name} ${show(reader[name])}`
          : `has the ${name} ${show(writer[name])} instead of ${show(reader[name])}`,
    }));
}

function allOf(reader, writer, path, context) {
  const parts = writer.allOf ?? [];
  return (reader.allOf ?? []).flatMap((part, index) =>
    parts[index] === undefined
      ? [{ path, what: `need not be ${show(part)}` }]
      : compare(part, parts[index], path, context),
  );
}

function objects(reader, writer, path, context) {
  const written = writer.properties ?? {};
  const known = reader.properties ?? {};
  const faults = [];
  for (const [name, schema] of Object.entries(known)) {
    const at = path === '' ? name : `${path}.${name}`;
    const isRequired = (reader.required ?? []).includes(name);
    if (!(name in written)) {
      if (isRequired || context.keepsFields) faults.push({ path: at, what: 'is missing' });
      continue;
    }
    if (isRequired && !(writer.required ?? []).includes(name))
      faults.push({ path: at, what: 'may be absent' });
    faults.push(...compare(schema, written[name], at, context));
  }
  const unknown = Object.keys(written).filter((name) => !(name in known));
  return [...faults, ...extras(reader, writer, unknown, path, context)];
}

/** What stands beside the fields that the reader knows. A reader that says nothing about it passes over it. */
function extras(reader, writer, unknown, path, context) {
  const takes = reader.additionalProperties;
  if (takes === undefined || takes === true) return [];
  const at = (name) => (path === '' ? name : `${path}.${name}`);
  if (takes === false) {
    const open = isObject(writer.additionalProperties) ? [{ path, what: 'may have fields of any name' }] : [];
    return [...unknown.map((name) => ({ path: at(name), what: 'may be there' })), ...open];
  }
  const named = unknown.flatMap((name) => compare(takes, writer.properties[name], at(name), context));
  const rest = writer.additionalProperties;
  return [...named, ...(isObject(rest) ? compare(takes, rest, at('*'), context) : [])];
}

function arrays(reader, writer, path, context) {
  const places = Math.max(reader.prefixItems?.length ?? 0, writer.prefixItems?.length ?? 0);
  const itemOf = (schema, index) => schema.prefixItems?.[index] ?? schema.items ?? {};
  const at = (schema) => (typeof schema === 'boolean' ? (schema ? {} : undefined) : schema);
  const faults = [];
  for (let index = 0; index <= places; index += 1) {
    const here = index === places ? `${path}[]` : `${path}[${index}]`;
    const [takes, writes] = [at(itemOf(reader, index)), at(itemOf(writer, index))];
    if (writes === undefined) continue;
    if (takes === undefined) faults.push({ path: here, what: 'may be there' });
    else faults.push(...compare(takes, writes, here, context));
  }
  return faults;
}

/** The schema with what it refers to put in its place. */
function resolve(schema, root) {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  const name = $ref.replace('#/$defs/', '');
  const found = root.$defs?.[name];
  if (found === undefined) throw new Error(`${$ref} is not there`);
  return resolve({ ...found, ...own }, root);
}

/** A schema as the kinds of value it allows, each with one type; fixed values each by themselves. */
function alternatives(schema, root) {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return branches.flatMap((branch) => alternatives(resolve(branch, root), root));
  if (Array.isArray(schema.type))
    return schema.type.flatMap((type) => alternatives({ ...schema, type }, root));
  if (schema.enum) {
    const { enum: values, ...rest } = schema;
    return values.map((value) => ({ ...rest, const: value }));
  }
  return [schema];
}

const takesType = (takes, type) =>
  takes === undefined || takes === type || (takes === 'number' && type === 'integer');

/** Whether a fixed text, number, truth or null is taken; a pattern is tried on it. */
function takesScalar(reader, value) {
  const type = value === null ? 'null' : typeof value;
  const isOfType = takesType(reader.type, type) || (reader.type === 'integer' && Number.isSafeInteger(value));
  if (!isOfType || reader.allOf) return false;
  if (typeof value !== 'string')
    return !Object.keys(reader).some((name) => [...MOST, ...LEAST].includes(name));
  return (
    value.length >= (reader.minLength ?? 0) &&
    value.length <= (reader.maxLength ?? Infinity) &&
    (reader.pattern !== undefined ? new RegExp(reader.pattern, 'u').test(value) : reader.format === undefined)
  );
}

/** Whether two kinds of value are meant to be the same one: of one type and, in a union, with the same marks. */
function isKin(reader, writer, context) {
  if ('const' in reader || 'const' in writer) return false;
  if (reader.type === undefined || !takesType(reader.type, writer.type)) return false;
  return Object.entries(reader.properties ?? {}).every(([name, schema]) => {
    const mark = resolve(schema, context.reader).const;
    const other = writer.properties?.[name];
    const otherMark = other && resolve(other, context.writer).const;
    return mark === undefined || otherMark === undefined || mark === otherMark;
  });
}

function describe(schema) {
  if ('const' in schema) return show(schema.const);
  if (schema.type === undefined) return 'anything';
  return schema.type === 'null' ? 'null' : `any ${schema.type}`;
}

const isObject = (value) => typeof value === 'object' && value !== null;
const isObjectShape = (schema) => OF_OBJECTS.some((name) => schema[name] !== undefined);
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const show = (value) => JSON.stringify(value);

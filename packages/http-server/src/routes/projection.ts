import { z } from 'zod';

type Projection = (value: unknown) => unknown;

/** Marks a schema whose values are sent as they are. */
const whole: Projection = (value) => value;

function projectObject(shape: Readonly<Record<string, z.core.$ZodType>>): Projection {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, project: projectionOf(schema) }));
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const source = value as Record<string, unknown>;
    const projected: Record<string, unknown> = {};
    for (const { name, project } of fields) {
      const field = source[name];
      if (field !== undefined) projected[name] = project === whole ? field : project(field);
    }
    return projected;
  };
}

function projectItems(item: z.core.$ZodType): Projection {
  const project = projectionOf(item);
  return project === whole ? whole : (value) => (Array.isArray(value) ? value.map(project) : value);
}

function projectEntries(entry: z.core.$ZodType): Projection {
  const project = projectionOf(entry);
  if (project === whole) return whole;
  return (value) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, project(item)]))
      : value;
}

/** A union that holds objects cannot be cut without knowing which one is meant: its first match decides. */
function projectUnion(options: readonly z.core.$ZodType[]): Projection {
  const projections = options.map((schema) => ({ schema, project: projectionOf(schema) }));
  if (projections.every(({ project }) => project === whole)) return whole;
  return (value) => {
    const match = projections.find(({ schema }) => z.core.safeParse(schema, value).success);
    if (!match) throw new TypeError('The answer is none of what its schema allows');
    return match.project(value);
  };
}

/**
 * A function that copies what a schema knows and leaves the rest out: fields outside the schema never leave the process.
 * It does not check values: what we answer is our own, and typed.
 */
export function projectionOf(schema: z.core.$ZodType): Projection {
  if (schema instanceof z.ZodObject) return schema.def.catchall ? whole : projectObject(schema.def.shape);
  if (schema instanceof z.ZodArray) return projectItems(schema.def.element);
  if (schema instanceof z.ZodRecord) return projectEntries(schema.def.valueType);
  if (schema instanceof z.ZodUnion) return projectUnion(schema.def.options);
  if (
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  ) {
    const project = projectionOf(schema.def.innerType);
    return project === whole
      ? whole
      : (value) => (value === null || value === undefined ? value : project(value));
  }
  return whole;
}

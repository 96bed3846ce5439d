import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

interface Converted {
  readonly schema: JsonSchema;
  readonly components: Record<string, JsonSchema>;
}

/**
 * A schema of zod as OpenAPI has it. Schemas with a name (`.meta({ id })`) become components, the outermost too, so that
 * clients made from the document have the names that we have.
 */
export function openApiSchema(
  schema: unknown,
  { schemaType }: { schemaType: 'input' | 'output' },
): Converted | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const json = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType,
    unrepresentable: 'any',
  }) as JsonSchema;
  const { definitions, $schema: _dialect, ...own } = json;
  return { schema: own, components: (definitions ?? {}) as Record<string, JsonSchema> };
}

import { z } from 'zod';

/** The variables that every service reads, for its own schema to extend. `port` is the one it takes when nothing is said. */
export const serviceVariables = (port: number) =>
  z.object({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_ROLE: z.string().min(1).optional(),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(8),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(port),
    MIGRATE: z.enum(['0', '1']).default('1'),
  });

type ServiceVariables = z.output<ReturnType<typeof serviceVariables>>;

/** Reads the variables. Throws with every fault at once. */
export function readVariables<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  const { data, error } = schema.safeParse(env);
  if (error) throw new Error(`The environment is not right:\n${z.prettifyError(error)}`);
  return data;
}

/** What all services make of their variables. */
export const optionsFrom = (variables: ServiceVariables) => ({
  databaseUrl: variables.DATABASE_URL,
  databaseRole: variables.DATABASE_ROLE,
  databasePoolSize: variables.DATABASE_POOL_SIZE,
  host: variables.HOST,
  port: variables.PORT,
});

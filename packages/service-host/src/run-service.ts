import { createInProcessTransport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { createLogger } from '@sixpence/telemetry';
import type { ServiceOptions } from './service-options.js';
import type { ServiceSchema } from './service-schema.js';

/** What a process of one service is made of. */
export interface Service<Options extends ServiceOptions> {
  readonly place: ServiceSchema;
  /** Its variables, and whether it brings its schema up to date at boot. */
  readonly readEnv: (env: NodeJS.ProcessEnv) => { options: Omit<Options, 'transport'>; migrates: boolean };
  readonly create: (options: Options) => Promise<ServiceApp>;
}

/** Boots one service as a process of its own, which ends by SIGINT or SIGTERM. */
export async function runService<Options extends ServiceOptions>(service: Service<Options>): Promise<void> {
  const name = service.place.service;
  const logger = createLogger(name);
  try {
    const { options, migrates } = service.readEnv(process.env);
    const login = { url: options.databaseUrl, role: options.databaseRole };
    const migrated = migrates ? await service.place.migrate(login) : { role: login.role, note: undefined };
    if (migrated.note) logger.warn(migrated.note);
    const whole = { ...options, databaseRole: migrated.role, transport: createInProcessTransport(), logger };
    const app = await service.create(whole as unknown as Options);
    logger.info({ url: app.url }, `${name} is ready`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close());
  } catch (error) {
    logger.fatal({ error }, `${name} did not start`);
    process.exitCode = 1;
  }
}

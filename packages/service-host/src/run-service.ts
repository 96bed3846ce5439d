import type { Transport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { createLogger } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import type { ServiceOptions } from './service-options.js';
import type { ServiceSchema } from './service-schema.js';
import { followSupervisor, tellSupervisor } from './supervisor.js';
import { transportFrom } from './transport.js';

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
  followSupervisor();
  let transport: Transport | undefined;
  try {
    const { options, migrates } = service.readEnv(process.env);
    transport = transportFrom(process.env, name, logger);
    const login = { url: options.databaseUrl, role: options.databaseRole };
    const migrated = migrates ? await service.place.migrate(login) : { role: login.role, note: undefined };
    if (migrated.note) logger.warn(migrated.note);
    const whole = { ...options, databaseRole: migrated.role, transport, logger };
    const app = await service.create(whole as unknown as Options);
    logger.info({ url: app.url }, `${name} is ready`);
    stopOnSignal(app, transport, logger);
    tellSupervisor(app.url);
  } catch (error) {
    logger.fatal({ error }, `${name} did not start`);
    process.exitCode = 1;
    await transport?.close();
  }
}

/** The application first: it leaves its groups and finishes what is in hand, for which it needs the transport. */
function stopOnSignal(app: ServiceApp, transport: Transport, logger: Logger): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    try {
      await app.close();
      await transport.close();
    } catch (error) {
      logger.error({ error }, 'the process did not stop well');
      process.exitCode = 1;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

import type { Transport } from '@sixpence/event-bus';
import type { ServiceApp } from '@sixpence/http-server';
import { createLogger, createMetrics } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import { metricsPlaceFrom, serveMetrics } from './metrics-server.js';
import type { MetricsServer } from './metrics-server.js';
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
  let served: MetricsServer | undefined;
  try {
    const { options, migrates } = service.readEnv(process.env);
    const place = metricsPlaceFrom(process.env);
    const metrics = createMetrics(name, { process: place !== undefined });
    served = place && (await serveMetrics(metrics, place));
    transport = transportFrom(process.env, name, logger);
    const login = { url: options.databaseUrl, role: options.databaseRole };
    const migrated = migrates ? await service.place.migrate(login) : { role: login.role, note: undefined };
    if (migrated.note) logger.warn(migrated.note);
    const whole = { ...options, databaseRole: migrated.role, transport, logger, metrics };
    const app = await service.create(whole as unknown as Options);
    const ready = { url: app.url, metricsUrl: served?.url };
    logger.info(ready, `${name} is ready`);
    stopOnSignal([app, transport, ...(served ? [served] : [])], logger);
    tellSupervisor(ready);
  } catch (error) {
    logger.fatal({ error }, `${name} did not start`);
    process.exitCode = 1;
    await transport?.close();
    await served?.close();
  }
}

/**
 * Closes one after the other. The application comes first: it leaves its groups and finishes what is in hand, for which it needs
 * the transport; the metrics last, so that a stop that takes long can be watched.
 */
function stopOnSignal(parts: readonly { close(): Promise<void> }[], logger: Logger): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    try {
      for (const part of parts) await part.close();
    } catch (error) {
      logger.error({ error }, 'the process did not stop well');
      process.exitCode = 1;
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

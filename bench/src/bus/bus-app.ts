import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BusModule, connectKafka, createKafkaTransport } from '@sixpence/event-bus';
import { createHttpApp } from '@sixpence/http-server';
import { DATABASE, openDatabase } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import type { Place } from './job.js';
import { schema } from './stages.js';

export interface BusApp {
  readonly app: NestFastifyApplication;
  close(): Promise<void>;
}

const relayConnections = 2;

/** An application on the bus as a service is one, with these controllers and nothing else; not initialized yet. */
export async function createBusApp(
  service: ServiceName,
  { databaseUrl, brokers, prefix }: Place,
  poolSize: number,
  controllers: readonly Type[] = [],
): Promise<BusApp> {
  const logger = createLogger(service, { level: 'warn' });
  const open = (connections: number) =>
    openDatabase({ url: databaseUrl, schema, poolSize: connections, applicationName: 'bench' });
  // As a service has them: the relay's are its own.
  const [db, relayDatabase] = [open(poolSize), open(relayConnections)];
  const transport = createKafkaTransport({ client: connectKafka({ brokers }), service, prefix, logger });
  @Module({ providers: [{ provide: DATABASE, useValue: db }], exports: [DATABASE] })
  class DatabaseModule {}
  const bus = BusModule.forRoot({
    service,
    group: ConsumerGroup[service],
    transport,
    logger,
    relayDatabase,
    imports: [DatabaseModule],
  });
  @Module({ imports: [bus, DatabaseModule], controllers: [...controllers] })
  class BenchModule {}
  const app = await createHttpApp(BenchModule, { name: service, port: 0, logger });
  return {
    app,
    async close() {
      await app.close();
      await transport.close();
      await Promise.all([db.close(), relayDatabase.close()]);
    },
  };
}

/**
 * A process of the service that tells: nothing but the relay of its outbox, with the variables that every service has. With
 * FAULTS_LOSE its broker acknowledges records of keys that begin so without keeping them, the first time that each is sent.
 */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { busMigrations, createKafkaTransport } from '@sixpence/event-bus';
import type { KafkaClient, KafkaRecord } from '@sixpence/event-bus';
import {
  ServiceModule,
  createServiceApp,
  kafkaFrom,
  optionsFrom,
  readVariables,
  runService,
  serviceSchema,
  serviceVariables,
} from '@sixpence/service-host';
import type { ServiceOptions } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';

const OPTIONS = Symbol('faults.teller-options');
const place = { ...serviceSchema('core', busMigrations), directories: { bus: busMigrations } };

class TellerModule {}
Module({})(TellerModule);

/** A client whose broker says it has records that it dropped. */
function losing(client: KafkaClient, prefix: string): KafkaClient {
  const isLost = ({ key }: KafkaRecord): boolean => key.startsWith(prefix);
  return {
    consumer: (options) => client.consumer(options),
    admin: () => client.admin(),
    async producer() {
      const producer = await client.producer();
      return {
        async send(topic, partition, records) {
          const kept = records.filter((record) => !topic.includes('events.') || !isLost(record));
          return kept.length === 0 ? 0n : producer.send(topic, partition, kept);
        },
        close: () => producer.close(),
      };
    },
  };
}

/** The transport that such a broker makes. */
function losingTransport(prefix: string): Pick<ServiceOptions, 'transport'> {
  const kafka = kafkaFrom(process.env);
  if (kafka === undefined) throw new Error('KAFKA_BROKERS is needed');
  const client = losing(kafka.client, prefix);
  const logger = createLogger('core');
  return { transport: createKafkaTransport({ client, service: 'core', prefix: kafka.prefix, logger }) };
}

const lost = process.env['FAULTS_LOSE'];
await runService({
  place,
  readEnv: (env) => ({ options: optionsFrom(readVariables(serviceVariables(0), env)), migrates: false }),
  create: (options: ServiceOptions) =>
    createServiceApp(
      'core',
      { ...options, ...(lost !== undefined && losingTransport(lost)) },
      (given, logger) => ({
        module: TellerModule,
        imports: [ServiceModule.register(OPTIONS, given, place, logger)],
      }),
    ),
});

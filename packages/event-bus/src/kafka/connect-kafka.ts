import type { KafkaClient } from './kafka-client.js';
import type { KafkaSettings } from './kafka-settings.js';

/**
 * The one place that says which client the bus speaks to Kafka by (docs/decisions/0010). It is loaded when it is first asked for
 * something: a process without a broker need not read it.
 */
export function connectKafka(settings: KafkaSettings): KafkaClient {
  let loading: Promise<KafkaClient> | undefined;
  const client = (): Promise<KafkaClient> => {
    loading ??= import('./platformatic-client.js').then((module) =>
      module.createPlatformaticClient(settings),
    );
    return loading;
  };
  return {
    producer: async () => (await client()).producer(),
    consumer: async (options) => (await client()).consumer(options),
    admin: async () => (await client()).admin(),
  };
}

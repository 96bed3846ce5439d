import type { KafkaAdmin, KafkaClient, KafkaProducer } from './kafka-client.js';
import { explainKafkaFailure } from './kafka-failure.js';
import type { KafkaSettings } from './kafka-settings.js';

/**
 * The one place that says which client the bus speaks to Kafka by (docs/decisions/0010). It is loaded when it is first asked for
 * something: a process without a broker need not read it. Rejects with KafkaRefusedError where a setting is at fault.
 */
export function connectKafka(settings: KafkaSettings): KafkaClient {
  let loading: Promise<KafkaClient> | undefined;
  const client = (): Promise<KafkaClient> => {
    loading ??= import('./platformatic-client.js').then((module) =>
      module.createPlatformaticClient(settings),
    );
    return loading;
  };
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw explainKafkaFailure(error, settings);
    }
  };
  return {
    producer: () => explained(async () => explainedProducer(await (await client()).producer(), explained)),
    consumer: (options) =>
      explained(async () =>
        (await client()).consumer({
          ...options,
          onError: (error) => options.onError(explainKafkaFailure(error, settings)),
        }),
      ),
    admin: () => explained(async () => explainedAdmin(await (await client()).admin(), explained)),
  };
}

type Explained = <T>(work: () => Promise<T>) => Promise<T>;

const explainedProducer = (producer: KafkaProducer, explained: Explained): KafkaProducer => ({
  ...producer,
  send: (...sent) => explained(() => producer.send(...sent)),
});

const explainedAdmin = (admin: KafkaAdmin, explained: Explained): KafkaAdmin => ({
  ...admin,
  createTopics: (topics) => explained(() => admin.createTopics(topics)),
  describeTopics: (names) => explained(() => admin.describeTopics(names)),
  lag: (group, topics) => explained(() => admin.lag(group, topics)),
});

import type { KafkaClient } from './kafka-client.js';
import type { KafkaSettings } from './kafka-settings.js';
import { createPlatformaticClient } from './platformatic-client.js';

/** The client that everything of ours speaks to Kafka with: the one place that chooses. It connects when it is first used. */
export const connectKafka = (settings: KafkaSettings): KafkaClient => createPlatformaticClient(settings);

export { defaultRetryPolicy } from './handling/backoff.js';
export type { RetryPolicy } from './handling/backoff.js';
export { BusContext } from './handling/bus-context.js';
export { PermanentError } from './handling/failure.js';
export type { GapTimings } from './gaps/fill-gap.js';
export { createInProcessTransport } from './in-process/in-process-transport.js';
export { Inbox } from './inbox/inbox.js';
export type { InboxOptions } from './inbox/inbox.js';
export type {
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaConsumerOptions,
  KafkaProducer,
  KafkaRecord,
  KafkaTopic,
  Placement,
  StoredRecord,
} from './kafka/kafka-client.js';
export { connectKafka } from './kafka/connect-kafka.js';
export { KafkaRefusedError } from './kafka/kafka-failure.js';
export type { KafkaSasl, KafkaSettings } from './kafka/kafka-settings.js';
export { createKafkaTransport } from './kafka/kafka-transport.js';
export type { KafkaTransportOptions } from './kafka/kafka-transport.js';
export { createTopics, topicDrift } from './kafka/topics.js';
export { busMigrations } from './migrations.js';
export type { BusOptions } from './nest/bus-options.js';
export { BusModule } from './nest/bus.module.js';
export { BusStrategy } from './nest/bus.strategy.js';
export { connectBus } from './nest/connect-bus.js';
export { InvalidEventError, outboxColumns, outboxRow } from './outbox/outbox-row.js';
export type { NewEvent, OutboxRow } from './outbox/outbox-row.js';
export { Outbox } from './outbox/outbox.js';
export { createRelay } from './relay/create-relay.js';
export type { RelayOptions } from './relay/create-relay.js';
export type { Relay } from './relay/relay.js';
export { defaultRelayTimings } from './relay/relay-timings.js';
export type { RelayTimings } from './relay/relay-timings.js';
export { BusClient } from './requests/bus-client.js';
export type { RequestOptions } from './requests/bus-client.js';
export { sweepBus } from './retention/sweep-bus.js';
export type { BusRetention } from './retention/sweep-bus.js';
export { FencedError, StoppingError } from './transport/transport.js';
export type {
  BusRecord,
  Consumer,
  LogTransport,
  Membership,
  NumberedEvent,
  PartitionOwner,
  RelayConnection,
  ReplyProblem,
  ReplyRecord,
  RequestRecord,
  Sink,
  SinkTransport,
  Transport,
} from './transport/transport.js';

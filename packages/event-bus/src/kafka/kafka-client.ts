/** What one record says on the wire. */
export interface KafkaRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record with its place in the broker's log. */
export interface StoredRecord extends KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface KafkaProducer {
  /** Resolves with the first record's offset once every replica in sync has them all; rejects when that is not certain. */
  send(topic: string, partition: number, records: readonly KafkaRecord[]): Promise<bigint>;
  close(): Promise<void>;
}

/** From where a member reads a partition: another one each time that it is given the partition, or that its offset is gone. */
export interface Placement {
  readonly topic: string;
  readonly partition: number;
  /** What was committed with the offset; undefined without one, and where nobody of ours committed it. */
  readonly note: string | undefined;
  /** Aborts when the group gives the partition to another. */
  readonly signal: AbortSignal;
}

export interface KafkaConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly from: 'earliest' | 'latest';
  /**
   * The batch's offset is committed once it resolves, with the note that it gives; when it rejects the same records come again.
   * A batch without records may come where the broker's log holds something that is nobody's.
   */
  readonly onBatch: (batch: {
    topic: string;
    partition: number;
    records: readonly StoredRecord[];
    signal: AbortSignal;
    placement: Placement;
  }) => Promise<string | void>;
  readonly onError: (error: unknown) => void;
}

export interface KafkaConsumer {
  /** Resolves once the group has given this member its partitions. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** A topic as it should be, or as the broker has it. */
export interface KafkaTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface KafkaAdmin {
  createTopics(topics: readonly KafkaTopic[]): Promise<void>;
  /** Those of the topics that exist, with the configuration that was set on them. */
  describeTopics(names: readonly string[]): Promise<readonly KafkaTopic[]>;
  /** How many records of the topics the group has still before it. */
  lag(group: string, topics: readonly string[]): Promise<bigint>;
  /** Makes the broker forget groups without members, and what they committed. One that is not there is no error. */
  deleteGroups(groups: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The one door to a Kafka library: everything else of ours knows only this. */
export interface KafkaClient {
  producer(): Promise<KafkaProducer>;
  consumer(options: KafkaConsumerOptions): Promise<KafkaConsumer>;
  admin(): Promise<KafkaAdmin>;
}

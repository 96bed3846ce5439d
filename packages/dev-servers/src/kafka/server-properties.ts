/** One broker of a cluster, which is its own controller. */
export interface KafkaNode {
  readonly id: number;
  readonly port: number;
  /** Where it says that it is: the port of a proxy in front of it. Default: `port`. */
  readonly advertisedPort?: number | undefined;
  /** The controllers speak to each other here. */
  readonly controllerPort: number;
}

/** What holds for every broker of ours: loopback only, little memory, fit for a cluster that is often killed. */
const SETTINGS = {
  'process.roles': 'broker,controller',
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'PLAINTEXT',
  // A topic that is misspelt is an error, not a topic.
  'auto.create.topics.enable': 'false',
  'delete.topic.enable': 'true',
  // A group's first member need not wait for others, and members that answer late are replaced soon.
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  // A broker that was killed is known as gone, and may come back, after three seconds instead of nine.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '500',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'num.recovery.threads.per.data.dir': '1',
  'log.cleaner.dedupe.buffer.size': '16777216',
  'log.segment.bytes': '67108864',
  'log.index.size.max.bytes': '1048576',
  'remote.log.storage.system.enable': 'false',
} as const;

/** The broker's configuration; `folder` is where it keeps its records. */
export function serverProperties(node: KafkaNode, cluster: readonly KafkaNode[], folder: string): string {
  const copies = String(Math.min(3, cluster.length));
  const acknowledged = String(Math.min(2, cluster.length));
  const settings = {
    ...SETTINGS,
    'node.id': String(node.id),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.advertisedPort ?? node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'controller.quorum.bootstrap.servers': cluster
      .map(({ controllerPort }) => `127.0.0.1:${controllerPort}`)
      .join(','),
    'log.dirs': folder,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': acknowledged,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': acknowledged,
    'min.insync.replicas': acknowledged,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Warnings and worse, on the standard output, which is kept bounded. */
export const LOG_PROPERTIES = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;

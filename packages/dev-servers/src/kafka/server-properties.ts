/** One broker of a cluster, which is its own controller. */
export interface KafkaNode {
  readonly id: number;
  readonly port: number;
  /** The controllers speak to each other here. */
  readonly controllerPort: number;
  /** Where clients are told to come, when something stands in between. Default: `port`. */
  readonly advertisedPort?: number;
  readonly secured?: SecuredListener;
}

/** A listener beside the plain one, which is then the broker's own: whoever comes by it may do everything. */
export interface SecuredListener {
  readonly port: number;
  /** The broker's key and certificate, PKCS 12. */
  readonly keyStore: { readonly file: string; readonly password: string };
  /** The login that may do everything; the others may do what access lists say. */
  readonly superUser: string;
}

/** What holds for every broker of ours: loopback only, little memory, fit for a cluster that is often killed. */
const SETTINGS = {
  'process.roles': 'broker,controller',
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL',
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

/** What a broker is told: where it listens, whom it listens to, and where it keeps its records. */
export type BrokerSettings = Readonly<Record<string, string>>;

/** The settings of one broker on 127.0.0.1; `folder` is where it keeps its records. */
export function brokerSettings(
  node: KafkaNode,
  cluster: readonly KafkaNode[],
  folder: string,
): BrokerSettings {
  const copies = String(Math.min(3, cluster.length));
  const acknowledged = String(Math.min(2, cluster.length));
  const secured = node.secured === undefined ? '' : `,SECURED://127.0.0.1:${node.secured.port}`;
  const others = `CONTROLLER://127.0.0.1:${node.controllerPort}${secured}`;
  return {
    ...SETTINGS,
    'node.id': String(node.id),
    listeners: `PLAINTEXT://127.0.0.1:${node.port},${others}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.advertisedPort ?? node.port},${others}`,
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
    ...(node.secured && securitySettings(node.secured)),
  };
}

/** TLS by the key store, logins by SCRAM, and access lists without which a login may do nothing. */
function securitySettings({ keyStore, superUser }: SecuredListener): BrokerSettings {
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'listener.name.secured.scram-sha-512.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.secured.ssl.keystore.type': 'PKCS12',
    'listener.name.secured.ssl.keystore.location': keyStore.file,
    'listener.name.secured.ssl.keystore.password': keyStore.password,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:ANONYMOUS;User:${superUser}`,
  };
}

/** Settings as a file of Java's properties. */
export const toProperties = (settings: BrokerSettings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** Warnings and worse, on the standard output, which is kept bounded. */
export const LOG_PROPERTIES = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;

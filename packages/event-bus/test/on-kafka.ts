import { kafkaClusterHere, kafkaHere, testKafka, testKafkaCluster, testKafkaProxy } from '@sixpence/testkit';
import type { TestKafka, TestKafkaCluster, TestKafkaProxy } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { KafkaClient } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { clients } from './conformance.js';
import type { ConformanceClient } from './conformance.js';
import { kafkaBus } from './kafka-bus.js';
import type { KafkaBus } from './kafka-bus.js';
import { numberedLog } from './numbered-log.js';
import type { NumberedLog } from './numbered-log.js';

/** What a test stands on; there while one runs. */
export interface Bench<Brokers extends TestKafka = TestKafka> {
  readonly broker: Brokers;
}

export interface BusBench extends Bench {
  readonly bus: BusDatabase;
  readonly kafka: KafkaBus;
}

export interface LogBench extends BusBench {
  readonly log: NumberedLog;
}

export interface ClientBench<Brokers extends TestKafka = TestKafka> extends Bench<Brokers> {
  /** Of the client that is asked. */
  readonly name: string;
  readonly client: KafkaClient;
}

/** Where brokers come from. */
interface Source<Brokers extends TestKafka> {
  readonly here: () => Promise<boolean>;
  readonly start: () => Promise<Brokers>;
  readonly startTimeoutMs: number;
}

const shared: Source<TestKafka> = { here: kafkaHere, start: testKafka, startTimeoutMs: 180_000 };
const own = { here: kafkaClusterHere, startTimeoutMs: 300_000 };

/** Tests on the run's own broker, which nobody kills. */
export async function onBroker(name: string, tests: (bench: Bench) => void): Promise<void> {
  describe.skipIf(!(await shared.here()))(name, () => tests(started(shared)));
}

/** The same, each with a database and topics of its own. */
export const onKafka = (name: string, tests: (bench: BusBench) => void): Promise<void> =>
  onBroker(name, (broker) => {
    const bench: Bench & { bus?: BusDatabase; kafka?: KafkaBus } = broker;
    beforeEach(async () => {
      bench.bus = await busDatabase();
      bench.kafka = await kafkaBus(bench.broker.brokers);
    });
    afterEach(async () => {
      await bench.kafka?.close();
      await bench.bus?.close();
    });
    tests(bench as BusBench);
  });

/** The same, each with a log of events that no relay wrote. */
export const onNumberedLog = (name: string, tests: (bench: LogBench) => void): Promise<void> =>
  onKafka(name, (bus) => {
    const bench: BusBench & { log?: NumberedLog } = bus;
    beforeEach(async () => {
      bench.log = await numberedLog(bench.kafka.client, bench.kafka.prefix);
    });
    afterEach(() => bench.log?.close());
    tests(bench as LogBench);
  });

/** Tests of each of these clients on the run's own broker; `$name` in the name is the client's. */
export const onBrokerEach = (
  asked: readonly ConformanceClient[],
  name: string,
  tests: (bench: ClientBench) => void,
): Promise<void> => onEach(asked, shared, name, tests);

/** Tests of each client of the suite on brokers of their own, which may be killed. */
export const onClusterEach = (
  size: 1 | 3,
  name: string,
  tests: (bench: ClientBench<TestKafkaCluster>) => void,
): Promise<void> => onEach(clients, { ...own, start: () => testKafkaCluster(size) }, name, tests);

/** Tests of each client of the suite on a broker behind a wire that loses what the test says. */
export const onWireEach = (
  name: string,
  tests: (bench: ClientBench<TestKafkaProxy>) => void,
): Promise<void> => onEach(clients, { ...own, start: testKafkaProxy }, name, tests);

async function onEach<Brokers extends TestKafka>(
  asked: readonly ConformanceClient[],
  source: Source<Brokers>,
  name: string,
  tests: (bench: ClientBench<Brokers>) => void,
): Promise<void> {
  describe.skipIf(!(await source.here())).each(asked)(name, (each) => {
    const bench: Bench<Brokers> & { client?: KafkaClient } = started(source);
    beforeAll(() => {
      bench.client = each.create({ brokers: bench.broker.brokers });
    });
    tests(Object.assign(bench, { name: each.name }) as ClientBench<Brokers>);
  });
}

/** There from the first of the tests around this call to the last. */
function started<Brokers extends TestKafka>({ start, startTimeoutMs }: Source<Brokers>): Bench<Brokers> {
  const bench: { broker?: Brokers } = {};
  beforeAll(async () => {
    bench.broker = await start();
  }, startTimeoutMs);
  afterAll(() => bench.broker?.close());
  return bench as Bench<Brokers>;
}

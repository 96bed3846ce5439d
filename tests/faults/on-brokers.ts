import { kafkaClusterHere, kafkaHere, testKafka, testKafkaCluster } from '@sixpence/testkit';
import type { TestKafka, TestKafkaCluster } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { ledgerBus } from './ledger-bus.js';
import type { LedgerBus } from './ledger-bus.js';

/** What a test of a fault stands on; there while one runs. */
export interface Bench<Brokers extends TestKafka = TestKafka> {
  readonly kafka: Brokers;
  readonly bus: LedgerBus;
}

/** The tests of one fault on the run's own broker, which nobody kills, each on a bus of its own. */
export const onBroker = (name: string, tests: (bench: Bench) => void): Promise<void> =>
  onBuses(name, { here: kafkaHere, start: testKafka, replication: 1 }, tests);

/** The tests of one fault on brokers of their own, which may be killed, each on a bus of its own. */
export const onBrokers = (
  size: 1 | 3,
  name: string,
  tests: (bench: Bench<TestKafkaCluster>) => void,
): Promise<void> =>
  onBuses(name, { here: kafkaClusterHere, start: () => testKafkaCluster(size), replication: size }, tests);

interface Place<Brokers extends TestKafka> {
  readonly here: () => Promise<boolean>;
  readonly start: () => Promise<Brokers>;
  readonly replication: number;
}

async function onBuses<Brokers extends TestKafka>(
  name: string,
  { here, start, replication }: Place<Brokers>,
  tests: (bench: Bench<Brokers>) => void,
): Promise<void> {
  describe.skipIf(!(await here()))(name, () => {
    const bench: { kafka?: Brokers; bus?: LedgerBus } = {};
    beforeAll(async () => {
      bench.kafka = await start();
    });
    beforeEach(async () => {
      bench.bus = await ledgerBus(bench.kafka?.brokers ?? [], replication);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') process.stderr.write(`${bench.bus?.output()}\n`);
      await bench.bus?.close();
    });
    afterAll(() => bench.kafka?.close());
    tests(bench as Bench<Brokers>);
  });
}

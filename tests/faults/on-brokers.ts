import { kafkaClusterHere, testKafkaCluster } from '@sixpence/testkit';
import type { TestKafkaCluster } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { ledgerBus } from './ledger-bus.js';
import type { LedgerBus } from './ledger-bus.js';

const here = await kafkaClusterHere();

/** What a test of a fault stands on; there while one runs. */
export interface Bench {
  readonly kafka: TestKafkaCluster;
  readonly bus: LedgerBus;
}

/** The tests of one fault: on brokers of their own that may be killed, and each test on a bus of its own. */
export function onBrokers(size: 1 | 3, name: string, tests: (bench: Bench) => void): void {
  describe.skipIf(!here)(name, () => {
    const bench: { kafka?: TestKafkaCluster; bus?: LedgerBus } = {};
    beforeAll(async () => {
      bench.kafka = await testKafkaCluster(size);
    });
    beforeEach(async () => {
      bench.bus = await ledgerBus(bench.kafka?.brokers ?? [], size);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') process.stderr.write(`${bench.bus?.output()}\n`);
      await bench.bus?.close();
    });
    afterAll(() => bench.kafka?.close());
    tests(bench as Bench);
  });
}

import { kafkaClusterHere, testKafkaProxy } from '@sixpence/testkit';
import type { KafkaWire, TestKafkaProxy } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { ledgerBus } from './ledger-bus.js';
import type { LedgerBus } from './ledger-bus.js';

/** What a test stands on whose broker is reached by a proxy alone. */
export interface ProxiedBench {
  readonly proxy: KafkaWire;
  readonly bus: LedgerBus;
}

/** The tests of a fault on the wire: one broker of their own, which tells its clients to come by the proxy. */
export async function behindProxy(name: string, tests: (bench: ProxiedBench) => void): Promise<void> {
  describe.skipIf(!(await kafkaClusterHere()))(name, () => {
    const bench: { proxy?: KafkaWire; bus?: LedgerBus } = {};
    let kafka: TestKafkaProxy | undefined;
    beforeAll(async () => {
      kafka = await testKafkaProxy();
      bench.proxy = kafka.wire;
    });
    beforeEach(async () => {
      bench.bus = await ledgerBus(kafka?.brokers ?? []);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') process.stderr.write(`${bench.bus?.output()}\n`);
      bench.proxy?.mend();
      await bench.bus?.close();
    });
    afterAll(() => kafka?.close());
    tests(bench as ProxiedBench);
  });
}

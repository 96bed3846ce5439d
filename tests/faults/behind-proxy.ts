import { join } from 'node:path';
import { freePort, startKafka } from '@sixpence/dev-servers';
import { kafkaClusterHere, testFolder } from '@sixpence/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { kafkaProxy } from './kafka-proxy.js';
import type { KafkaProxy } from './kafka-proxy.js';
import { ledgerBus } from './ledger-bus.js';
import type { LedgerBus } from './ledger-bus.js';

/** What a test stands on whose broker is reached by a proxy alone. */
export interface ProxiedBench {
  readonly proxy: KafkaProxy;
  readonly bus: LedgerBus;
}

/** The tests of a fault on the wire: one broker of their own, which tells its clients to come by the proxy. */
export async function behindProxy(name: string, tests: (bench: ProxiedBench) => void): Promise<void> {
  describe.skipIf(!(await kafkaClusterHere()))(name, () => {
    const bench: { proxy?: KafkaProxy; bus?: LedgerBus } = {};
    const closing: (() => Promise<unknown>)[] = [];
    beforeAll(async () => {
      const folder = await testFolder();
      closing.unshift(() => folder.close());
      const port = await freePort();
      const proxy = await kafkaProxy(port);
      closing.unshift(() => proxy.close());
      const kafka = await startKafka({
        dataDir: join(folder.path, 'kafka'),
        port,
        controllerPort: await freePort(),
        advertisedPort: proxy.port,
      });
      closing.unshift(() => kafka.stop());
      bench.proxy = proxy;
    });
    beforeEach(async () => {
      bench.bus = await ledgerBus([`127.0.0.1:${bench.proxy?.port}`]);
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') process.stderr.write(`${bench.bus?.output()}\n`);
      bench.proxy?.mend();
      await bench.bus?.close();
    });
    afterAll(async () => {
      for (const close of closing) await close();
    });
    tests(bench as ProxiedBench);
  });
}

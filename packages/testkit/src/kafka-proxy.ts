import { join } from 'node:path';
import { freePort, startKafka } from '@sixpence/dev-servers';
import { kafkaWire } from './kafka-wire.js';
import type { KafkaWire } from './kafka-wire.js';
import { testFolder } from './test-folder.js';

export interface TestKafkaProxy {
  /** Of the proxy; the broker tells its clients to come by it too. */
  readonly brokers: readonly string[];
  readonly wire: KafkaWire;
  close(): Promise<void>;
}

/** A broker of the test's own behind a wire that loses what the test says. */
export async function testKafkaProxy(): Promise<TestKafkaProxy> {
  const folder = await testFolder();
  const port = await freePort();
  const wire = await kafkaWire(port);
  const kafka = await startKafka({
    dataDir: join(folder.path, 'kafka'),
    port,
    controllerPort: await freePort(),
    advertisedPort: wire.port,
  });
  return {
    brokers: [`127.0.0.1:${wire.port}`],
    wire,
    async close() {
      await wire.close();
      await kafka.stop();
      await folder.close();
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortTakenError, freePort, isAlive, startKafka, startKafkaCluster } from '@sixpence/dev-servers';
import { kafkaClusterHere, testFolder, until } from '@sixpence/testkit';
import type { TestFolder } from '@sixpence/testkit';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { liveBrokers } from '../src/kafka/live-brokers.js';

const here = await kafkaClusterHere();

describe.skipIf(!here)('Apache Kafka', () => {
  let folder: TestFolder;
  let options: { dataDir: string; port: number; controllerPort: number };

  // The first start on a machine fetches the jars and makes the class archive.
  beforeAll(async () => {
    const first = await testFolder();
    const server = await startKafka({
      dataDir: first.path,
      port: await freePort(),
      controllerPort: await freePort(),
    });
    await server.stop();
    await first.close();
  }, 300_000);
  beforeEach(async () => {
    folder = await testFolder();
    options = {
      dataDir: join(folder.path, 'kafka'),
      port: await freePort(),
      controllerPort: await freePort(),
    };
  });
  afterEach(() => folder.close());

  test('answers on the loopback, goes on where it stopped, and is gone after its stop', async () => {
    const first = await startKafka(options);
    expect(await liveBrokers(options.port)).toEqual([options.port]);
    expect(first.brokers).toBe(`127.0.0.1:${options.port}`);
    const settings = await readFile(join(options.dataDir, 'server.properties'), 'utf8');
    expect(settings.match(/\/\/[^:,]+/g)?.every((host) => host === '//127.0.0.1')).toBe(true);
    await first.stop();
    expect([await isAlive(first.pid), await liveBrokers(options.port)]).toEqual([false, []]);
    const second = await startKafka(options);
    expect(second.adopted).toBe(false);
    await second.stop();
  });

  test('is taken over after its starter was killed', async () => {
    const script = `const servers = await import(${JSON.stringify(import.meta.resolve('@sixpence/dev-servers'))});
      await servers.startKafka(${JSON.stringify(options)}); console.log('up'); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const taken = await startKafka(options);
    expect(taken.adopted).toBe(true);
    await taken.stop();
    expect(await isAlive(taken.pid)).toBe(false);
  });

  test('is started again after it was killed itself', async () => {
    const first = await startKafka(options);
    process.kill(first.pid, 'SIGKILL');
    await until(async () => !(await isAlive(first.pid)), { what: 'its end' });
    const second = await startKafka(options);
    expect([second.adopted, await liveBrokers(options.port)]).toEqual([false, [options.port]]);
    await second.stop();
  });

  test('moves to another port', async () => {
    const first = await startKafka(options);
    const port = await freePort();
    const second = await startKafka({ ...options, port });
    expect([second.adopted, second.brokers]).toEqual([false, `127.0.0.1:${port}`]);
    expect(await isAlive(first.pid)).toBe(false);
    await second.stop();
  });

  test('says so when another program has its port', async () => {
    const first = await startKafka(options);
    const other = { ...options, dataDir: join(folder.path, 'other'), controllerPort: await freePort() };
    await expect(startKafka(other)).rejects.toThrow(PortTakenError);
    await first.stop();
  });

  test('three brokers are one cluster, which one of them may leave and come back to', async () => {
    const cluster = await startKafkaCluster({ dataDir: join(folder.path, 'cluster'), size: 3 });
    const [first, second] = cluster.nodes;
    expect((await liveBrokers(first!.port)).sort()).toEqual(cluster.nodes.map(({ port }) => port).sort());
    process.kill(first!.pid, 'SIGKILL');
    await until(async () => (await liveBrokers(second!.port)).length === 2, { what: 'the others to notice' });
    await first!.start();
    await until(async () => (await liveBrokers(second!.port)).length === 3, { what: 'it to be back' });
    await cluster.stop();
  });
});

import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KafkaMissingError, freePort, isAlive, startKafka, whyNoKafka } from '@sixpence/dev-servers';
import { testFolder } from '@sixpence/testkit';
import type { TestFolder } from '@sixpence/testkit';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/**
 * Stands in for Docker's program, which is not everywhere that tests run: it writes down what it is told, and what it is to run is
 * a listener that answers Metadata as a broker does.
 */
const standIn = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:net');
const args = process.argv.slice(2);
appendFileSync(__dirname + '/told', JSON.stringify(args) + '\\n');
if (args[0] === 'version') process.exit(process.env.DOCKER_IS_DEAF === '1' ? 1 : 0);
if (args[0] === 'run') {
  const port = Number(args[args.indexOf('--publish') + 1].split(':')[1]);
  const host = Buffer.from('127.0.0.1');
  const answer = Buffer.alloc(4 + 4 + 4 + 4 + 4 + 2 + host.length + 4 + 2);
  answer.writeInt32BE(answer.length - 4, 0);
  answer.writeInt32BE(1, 4);
  answer.writeInt32BE(1, 12);
  answer.writeInt32BE(1, 16);
  answer.writeInt16BE(host.length, 20);
  host.copy(answer, 22);
  answer.writeInt32BE(port, 22 + host.length);
  answer.writeInt16BE(-1, 26 + host.length);
  createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(answer));
  }).listen(port, '127.0.0.1');
  process.on('SIGTERM', () => process.exit(0));
}
`;

describe('without Java, and with Docker', () => {
  let folder: TestFolder;
  beforeEach(async () => {
    folder = await testFolder();
    const program = join(folder.path, 'docker');
    await writeFile(program, standIn);
    await chmod(program, 0o755);
    vi.stubEnv('PATH', folder.path);
    vi.stubEnv('JAVA_HOME', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await folder.close();
  });

  const told = async (): Promise<string[][]> =>
    (await readFile(join(folder.path, 'told'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[]);
  const after = (args: readonly string[], option: string): string[] =>
    args.flatMap((arg, at) => (arg === option ? [args[at + 1] ?? ''] : []));

  test('a broker is a container of the same release on one port of the loopback, gone after its stop', async () => {
    const dataDir = join(folder.path, 'kafka');
    const port = await freePort();
    expect(await whyNoKafka()).toBeUndefined();
    const server = await startKafka({ dataDir, port });
    expect(server.brokers).toBe(`127.0.0.1:${port}`);
    await server.stop();
    expect(await isAlive(server.pid)).toBe(false);

    const calls = (await told()).filter(([command]) => command !== 'version');
    expect(calls.map(([command]) => command)).toEqual(['rm', 'run', 'rm']);
    const [before, run = [], afterwards] = calls;
    const [name = ''] = after(run, '--name');
    expect(name).toMatch(/^sixpence-kafka-[0-9a-f]{12}$/);
    expect([before, afterwards]).toEqual([
      ['rm', '--force', name],
      ['rm', '--force', name],
    ]);
    expect(run).toContain('--rm');
    expect(run.at(-1)).toBe('apache/kafka:4.4.0');
    expect(after(run, '--publish')).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(after(run, '--volume')).toEqual([`${name}:/var/lib/kafka/data`]);
    expect(after(run, '--env')).toEqual(
      expect.arrayContaining([
        'KAFKA_PROCESS_ROLES=broker,controller',
        'KAFKA_NODE_ID=1',
        `KAFKA_LISTENERS=PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:9093`,
        `KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://127.0.0.1:${port}`,
        'KAFKA_CONTROLLER_QUORUM_VOTERS=1@127.0.0.1:9093',
        'KAFKA_LOG_DIRS=/var/lib/kafka/data',
        'KAFKA_AUTO_CREATE_TOPICS_ENABLE=false',
      ]),
    );
  });

  test('a broker that need not outlive its stop leaves no volume', async () => {
    const options = { dataDir: join(folder.path, 'kafka'), port: await freePort(), disposable: true };
    await (await startKafka(options)).stop();
    const run = (await told()).find(([command]) => command === 'run') ?? [];
    expect(after(run, '--volume')).toEqual([]);
  });

  test('what a container is not made for is refused in a sentence', async () => {
    const secured = { port: await freePort(), users: {}, superUser: 'operator' };
    const started = startKafka({ dataDir: folder.path, port: await freePort(), secured });
    await expect(started).rejects.toThrow(KafkaMissingError);
    await expect(started).rejects.toThrow('cannot be run by this machine’s Java');
  });

  test('without a daemon, as without anything, one sentence says what would do', async () => {
    const sentence =
      'There is no Apache Kafka here: give KAFKA_BROKERS of one that runs, or install Java 17 or newer and Maven, or start Docker';
    vi.stubEnv('DOCKER_IS_DEAF', '1');
    const started = startKafka({ dataDir: folder.path, port: 1 });
    await expect(started).rejects.toThrow(KafkaMissingError);
    await expect(started).rejects.toThrow(sentence);
    vi.stubEnv('PATH', '/nowhere');
    expect(await whyNoKafka()).toBe(sentence);
  });
});

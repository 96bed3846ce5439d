import { createServer, connect } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { freePort, startKafka } from '@sixpence/dev-servers';
import { testFolder } from './test-folder.js';

const PRODUCE = 0;

export interface TestKafkaProxy {
  /** Of the proxy; the broker tells its clients to come by it too. */
  readonly brokers: readonly string[];
  /** The broker takes what the next `count` writes bring, and its answers are lost with their connections. */
  loseAnswers(count: number): void;
  /** How many answers are still to be lost. */
  readonly toLose: number;
  close(): Promise<void>;
}

/** A broker of the test's own behind a wire that loses what the test says. */
export async function testKafkaProxy(): Promise<TestKafkaProxy> {
  const folder = await testFolder();
  const advertisedPort = await freePort();
  const port = await freePort();
  const kafka = await startKafka({
    dataDir: join(folder.path, 'kafka'),
    port,
    controllerPort: await freePort(),
    advertisedPort,
  });
  let toLose = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const broker = connect({ port, host: '127.0.0.1' });
    const writes = new Set<number>();
    const end = (): void => {
      for (const socket of [client, broker]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, broker]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    // Length, API, version, correlation: https://kafka.apache.org/protocol#protocol_messages
    onFrames(client, (frame) => {
      if (frame.readInt16BE(4) === PRODUCE) writes.add(frame.readInt32BE(8));
      broker.write(frame);
    });
    onFrames(broker, (frame) => {
      const answersWrite = writes.delete(frame.readInt32BE(4));
      if (!answersWrite || toLose === 0) return void client.write(frame);
      toLose -= 1;
      end();
    });
  });
  await listen(server, advertisedPort);
  return {
    brokers: [kafka.brokers],
    loseAnswers: (count) => void (toLose += count),
    get toLose() {
      return toLose;
    },
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await kafka.stop();
      await folder.close();
    },
  };
}

/** Hands on whole messages, each with the four bytes of its length. */
function onFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE(0)) {
      const length = 4 + waiting.readInt32BE(0);
      take(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
    }
  });
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });

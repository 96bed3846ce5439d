import net from 'node:net';

/** What becomes of a broker's answer: it arrives, never arrives, or its connection is cut instead. */
export type AnswerFate = 'pass' | 'lose' | 'cut';

/** Requests of Kafka's protocol by their key (https://kafka.apache.org/protocol#protocol_api_keys). */
export const PRODUCE = 0;
export const OFFSET_COMMIT = 8;

export interface KafkaWire {
  readonly port: number;
  /** From now on requests of this kind never reach the broker; undefined: all do. */
  loseRequests(api: number | undefined): void;
  /** Sets what becomes of each answer to a request of that kind from now on. */
  decideAnswers(fate: (api: number) => AnswerFate): void;
  /** The broker takes what the next `count` writes bring, and its answers are lost with their connections. */
  loseAnswers(count: number): void;
  /** How many answers are still to be lost. */
  readonly toLose: number;
  /** Everything arrives again. */
  mend(): void;
  close(): Promise<void>;
}

/** Every frame begins with its length, without these four bytes. */
const LENGTH_BYTES = 4;

/** Takes bytes as they come and gives whole frames, their length included. */
function frames(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + rest.readInt32BE(0);
      if (rest.length < end) return;
      onFrame(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}

/** Stands between clients and the broker on `target`, and lets pass what it is told to. */
export async function kafkaWire(target: number): Promise<KafkaWire> {
  const sockets = new Set<net.Socket>();
  let lost: number | undefined;
  let fateOf: (api: number) => AnswerFate = () => 'pass';
  let toLose = 0;
  const decide = (api: number): AnswerFate => {
    if (api !== PRODUCE || toLose === 0) return fateOf(api);
    toLose -= 1;
    return 'cut';
  };

  const server = net.createServer((client) => {
    const broker = net.connect(target, '127.0.0.1');
    /** The kind of each request that waits for its answer, by its correlation id. */
    const asked = new Map<number, number>();
    const cut = (): void => {
      client.destroy();
      broker.destroy();
      sockets.delete(client);
      sockets.delete(broker);
    };
    for (const socket of [client, broker]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', cut);
    }
    client.on(
      'data',
      frames((request) => {
        const api = request.readInt16BE(4);
        if (api === lost) return;
        asked.set(request.readInt32BE(8), api);
        broker.write(request);
      }),
    );
    broker.on(
      'data',
      frames((answer) => {
        const correlation = answer.readInt32BE(4);
        const fate = decide(asked.get(correlation) ?? -1);
        asked.delete(correlation);
        if (fate === 'cut') cut();
        else if (fate === 'pass') client.write(answer);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    loseRequests: (api) => void (lost = api),
    decideAnswers: (fate) => void (fateOf = fate),
    loseAnswers: (count) => void (toLose += count),
    get toLose() {
      return toLose;
    },
    mend() {
      lost = undefined;
      toLose = 0;
      fateOf = () => 'pass';
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

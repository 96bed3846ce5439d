import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** A line to a server that can be cut and mended, as a payer's own is in a lift. */
export interface SeverableLine {
  url: string;
  /** Ends what is open and takes no new connection. */
  cut(): void;
  /** Ends what is open and answers 503 to everything, as a gateway does whose server is away. */
  refuse(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A line on a free port of 127.0.0.1 to the server at `target`. */
export async function severableLine(target: string): Promise<SeverableLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'refusing' = 'whole';
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    if (state === 'refusing') {
      near.on('error', () => near.destroy());
      near.once('data', () => near.end(unavailable));
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      state = 'cut';
      destroyAll();
    },
    refuse() {
      state = 'refusing';
      destroyAll();
    },
    mend() {
      state = 'whole';
    },
    async close() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

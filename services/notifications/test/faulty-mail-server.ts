import { createServer, type Server, type Socket } from 'node:net';

export type Fault = 'drop-after-data' | 'hang-at-greeting' | 'hang-after-data' | undefined;

/**
 * A mail server that speaks SMTP well enough to be handed a mail, and then fails as told. What it took in is in `received`
 * whether or not it said so: that is what the other side cannot know.
 */
export interface FaultyMailServer {
  readonly url: string;
  readonly received: string[];
  /** How many connections were made. */
  connections(): number;
  failBy(fault: Fault): void;
  close(): Promise<void>;
}

export async function faultyMailServer(first: Fault): Promise<FaultyMailServer> {
  let fault = first;
  let connections = 0;
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (fault === 'hang-at-greeting') return;
    converse(socket, () => fault, received);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${portOf(server)}`,
    received,
    connections: () => connections,
    failBy: (next) => void (fault = next),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, fault: () => Fault, received: string[]): void {
  let pending = '';
  let inData = false;
  socket.write('220 faulty ready\r\n');
  socket.on('data', (chunk) => {
    pending += chunk.toString('latin1');
    for (;;) {
      const end = inData ? '\r\n.\r\n' : '\r\n';
      const at = pending.indexOf(end);
      if (at < 0) return;
      const part = pending.slice(0, at);
      pending = pending.slice(at + end.length);
      if (inData) {
        inData = false;
        received.push(part);
        if (fault() === 'drop-after-data') socket.destroy();
        else if (fault() !== 'hang-after-data') socket.write('250 taken\r\n');
        continue;
      }
      inData = part.toUpperCase() === 'DATA';
      socket.write(inData ? '354 go on\r\n' : '250 fine\r\n');
    }
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

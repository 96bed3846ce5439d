import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

/** What was answered: the status and, when it is no success, the body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * A keep-alive connection that has one request under way at a time, and reads of an answer what a measure needs. A whole
 * client (undici) takes twice the CPU for it, which on a small machine is taken from the server that is measured.
 */
export interface KeepAliveConnection {
  /** Sends the request, head and body as they go on the wire, and waits for the whole answer. */
  send(request: string): Promise<Answer>;
  close(): void;
}

const headEnd = '\r\n\r\n';

/** Opens a connection to `http://host:port`. */
export async function openKeepAlive(url: string): Promise<KeepAliveConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  socket.setEncoding('latin1');
  return { send: (request) => ask(socket, request), close: () => socket.destroy() };
}

function ask(socket: Socket, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let received = '';
    const end = (): void => {
      socket.off('data', take);
      socket.off('close', lost);
    };
    const take = (part: string): void => {
      received += part;
      const answer = wholeAnswer(received);
      if (!answer) return;
      end();
      resolve(answer);
    };
    const lost = (): void => {
      end();
      reject(new Error(`The connection was closed before the answer: ${received.slice(0, 200)}`));
    };
    socket.on('data', take);
    socket.on('close', lost);
    socket.write(request);
  });
}

/** The answer, once all of it has come. In latin1 a character is a byte, so lengths can be compared. */
function wholeAnswer(received: string): Answer | undefined {
  const bodyStart = received.indexOf(headEnd) + headEnd.length;
  if (bodyStart < headEnd.length) return undefined;
  const head = received.slice(0, bodyStart);
  const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error(`An answer without a length: ${head}`);
  if (received.length < bodyStart + length) return undefined;
  return {
    status: Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
    body: received.slice(bodyStart),
  };
}

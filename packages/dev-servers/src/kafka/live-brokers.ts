import { connect } from 'node:net';

const ANSWER_WITHIN_MS = 1_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const METADATA = 3;
const VERSION = 4;

/**
 * The ports of the brokers that a broker on 127.0.0.1 says are alive; none when it does not answer in a second. Asked by the
 * protocol's own Metadata request, version 4 (https://kafka.apache.org/protocol#The_Messages_Metadata): an open port tells
 * nothing, as the broker listens before it has been let in.
 */
export async function liveBrokers(port: number): Promise<number[]> {
  try {
    return readPorts(await ask(port, metadataRequest()));
  } catch {
    return [];
  }
}

/** Header (length, API, version, correlation, no client id), then no topics and no topic to be made. */
function metadataRequest(): Buffer {
  const request = Buffer.alloc(19);
  request.writeInt32BE(15, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(-1, 12);
  request.writeInt32BE(0, 14);
  return request;
}

function ask(port: number, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = Buffer.alloc(0);
    const end = (settle: () => void): void => {
      socket.destroy();
      settle();
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => end(() => reject(new Error('no answer'))));
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('close', () => reject(new Error('closed')));
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length > MAX_ANSWER_BYTES) end(() => reject(new Error('no broker')));
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) end(() => resolve(answer));
    });
  });
}

/** Behind length, correlation and throttle: an array of (id, host, port, rack or none). */
function readPorts(answer: Buffer): number[] {
  let at = 12;
  const ports: number[] = [];
  const brokers = answer.readInt32BE(at);
  at += 4;
  for (let read = 0; read < brokers; read += 1) {
    at += 4;
    at += 2 + answer.readInt16BE(at);
    ports.push(answer.readInt32BE(at));
    at += 4;
    at += 2 + Math.max(0, answer.readInt16BE(at));
  }
  return ports;
}

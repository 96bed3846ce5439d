import { createServer } from 'node:net';

/** Something else listens where a server should. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  constructor(server: string, port: number) {
    super(`${server} cannot start: port ${port} on 127.0.0.1 is taken by another program`);
  }
}

/** Throws PortTakenError when nobody could listen on the port of the loopback now. */
export async function assertPortFree(server: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortTakenError(server, port) : error);
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

/** A port of the loopback that was free a moment ago. Whoever listens on it must be ready to find it taken. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

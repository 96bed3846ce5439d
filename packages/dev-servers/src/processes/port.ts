import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { until } from './until.js';

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
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortTakenError(server, port) : error,
      );
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

/** Waits until the port is free: a process that just ended may hold it a moment longer. PortTakenError when it stays taken. */
export async function portFreed(server: string, port: number, withinMs: number): Promise<void> {
  let taken: Error | undefined;
  const freed = async () => {
    taken = await assertPortFree(server, port).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    return !(taken instanceof PortTakenError);
  };
  await until(freed, withinMs);
  if (taken !== undefined) throw taken;
}

/**
 * Below what systems hand out by themselves (Linux from 32,768, others from 49,152): a port they give to an outgoing
 * connection in the meantime would be taken when the server comes.
 */
const FIRST_PORT = 10_000;
const LAST_PORT = 19_999;
const MAX_TRIES = 50;

/** A port of the loopback that is free now. Random, so that programs that ask at the same time hardly ever meet. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    try {
      await assertPortFree('a server', port);
      return port;
    } catch (error) {
      if (tries === MAX_TRIES || !(error instanceof PortTakenError)) throw error;
    }
  }
}

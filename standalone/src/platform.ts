/**
 * All that stands on Nest, in one module: it is loaded while the database and the chain start, since loading it takes as long
 * as they do.
 */
import { BusClient, createInProcessTransport } from '@sixpence/event-bus';
import type { Transport } from '@sixpence/event-bus';

export { demoApiKey } from './demo-store.js';
export { startServices } from './services.js';

/** The bus inside this process, and a client that asks over it as a service would. */
export interface Bus {
  readonly transport: Transport;
  readonly client: BusClient;
  close(): Promise<void>;
}

/** Makes the bus; nobody is on it yet. */
export function createBus(): Bus {
  const transport = createInProcessTransport();
  const client = new BusClient(transport);
  const close = async () => {
    client.close();
    await transport.close();
  };
  return { transport, client, close };
}

import { Client } from 'undici';
import type { Operation } from '../measures/load.js';

/** Clients that stay connected, one request on each at a time. */
export interface HttpLoad {
  /** Creates one invoice, as a shop would for an order. */
  readonly create: Operation;
  close(): Promise<void>;
}

/** `connections` connections to core. A request waits for a free one. */
export function openHttpLoad(url: string, apiKey: string, connections: number): HttpLoad {
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1 }));
  const free = [...clients];
  const waiting: ((client: Client) => void)[] = [];
  const run = crypto.randomUUID();

  const borrow = async (): Promise<Client> =>
    free.pop() ?? new Promise<Client>((resolve) => waiting.push(resolve));
  const giveBack = (client: Client): void => {
    const next = waiting.shift();
    if (next) next(client);
    else free.push(client);
  };
  const post = async (client: Client, number: number): Promise<void> => {
    const { statusCode, body } = await client.request({
      method: 'POST',
      path: '/v1/invoices',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': `${run}-${number}`,
      },
      body: JSON.stringify({
        amount: '25.00',
        currency: 'USD',
        orderId: `order-${number}`,
        description: 'Two coffees and a cake',
        customer: { email: 'payer@example.com' },
        metadata: { cart: String(number) },
      }),
    });
    const text = await body.text();
    if (statusCode !== 201) throw new Error(`core answered ${statusCode}: ${text}`);
  };
  return {
    create: async (number) => {
      const client = await borrow();
      try {
        await post(client, number);
      } finally {
        giveBack(client);
      }
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

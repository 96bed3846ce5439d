import type { Operation } from '../measures/load.js';
import { openKeepAlive } from './keep-alive-connection.js';
import type { KeepAliveConnection } from './keep-alive-connection.js';

/** Clients that stay connected, one request on each at a time. */
export interface HttpLoad {
  /** Creates one invoice, as a shop would for an order. */
  readonly create: Operation;
  close(): void;
}

const created = 201;

/** `connections` connections to core. A request waits for a free one. */
export async function openHttpLoad(url: string, apiKey: string, connections: number): Promise<HttpLoad> {
  const all = await Promise.all(Array.from({ length: connections }, () => openKeepAlive(url)));
  const free = [...all];
  const waiting: ((connection: KeepAliveConnection) => void)[] = [];
  const { host } = new URL(url);
  const run = crypto.randomUUID();

  const borrow = async (): Promise<KeepAliveConnection> =>
    free.pop() ?? new Promise<KeepAliveConnection>((resolve) => waiting.push(resolve));
  const giveBack = (connection: KeepAliveConnection): void => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  let total = 0;
  return {
    create: async () => {
      total += 1;
      const request = requestOf(host, apiKey, `${run}-${total}`, total);
      const connection = await borrow();
      try {
        const { status, body } = await connection.send(request);
        if (status !== created) throw new Error(`core answered ${status}: ${body}`);
      } finally {
        giveBack(connection);
      }
    },
    close: () => {
      for (const connection of all) connection.close();
    },
  };
}

/** The request as it goes on the wire. Every one has a key of its own: a repeated one would make no invoice. */
function requestOf(host: string, apiKey: string, idempotencyKey: string, number: number): string {
  const body = JSON.stringify({
    amount: '25.00',
    currency: 'USD',
    orderId: `order-${number}`,
    description: 'Two coffees and a cake',
    customer: { email: 'payer@example.com' },
    metadata: { cart: String(number) },
  });
  return [
    'POST /v1/invoices HTTP/1.1',
    `host: ${host}`,
    `authorization: Bearer ${apiKey}`,
    'content-type: application/json',
    `idempotency-key: ${idempotencyKey}`,
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusClient, createRelay, Outbox } from '@sixpence/event-bus';
import { openDatabase } from '@sixpence/postgres';
import { createEndpoint, invoiceSettled, listDeliveries, newId } from '@sixpence/schemas';
import type { Invoice, RequestOf, WebhookDelivery } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';
import { serviceSchema } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';
import { newInvoice, testDatabase, testTransport, until } from '@sixpence/testkit';
import { createWebhooksApp, migrateWebhooks } from '../src/index.js';
import type { WebhooksOptions } from '../src/index.js';

/** A settled invoice as core tells of it. */
export const invoiceOf = (storeId: string): Invoice =>
  newInvoice({ storeId, status: 'settled', paid: '25.00', due: '0.00' });

/** The service on a database of its own, and core as far as it needs one: an outbox that tells of invoices, and requests. */
export async function webhooksService(given: Partial<WebhooksOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sixpence-webhooks-'));
  const database = await testDatabase();
  const transport = await testTransport();
  const logger = createLogger('webhooks', { level: 'silent' });
  await migrateWebhooks({ url: database.url });
  await serviceSchema('core', new URL('./no-migrations/', import.meta.url)).migrate({ url: database.url });
  const core = openDatabase({ url: database.url, schema: 'core', poolSize: 2, applicationName: 'core' });
  const relay = createRelay({ service: 'core', db: core, transport, logger });
  const outbox = new Outbox('core', relay.wake);
  const bus = new BusClient(transport);
  const options: WebhooksOptions = {
    databaseUrl: database.url,
    databasePoolSize: 6,
    host: '127.0.0.1',
    port: 0,
    transport,
    logger,
    keyFile: join(folder, 'webhooks-key.json'),
    allowLoopback: true,
    retryDelaysMs: [20, 20, 20],
    ...given,
  };
  let app = await createWebhooksApp(options);
  relay.start();
  const storeId = newId('sto');
  const owner = { storeId, livemode: false };

  return {
    owner,
    bus,
    database,
    /** Makes an endpoint, and gives it with its secret in clear. */
    async endpoint(body: Pick<RequestOf<typeof createEndpoint>, 'url' | 'events'>, idempotencyKey?: string) {
      const pair = await createKeyPair();
      const answer = await bus.request(
        createEndpoint,
        { ...owner, ...body, replyTo: pair.publicKey },
        { idempotencyKey },
      );
      return {
        ...answer.endpoint,
        secret: await open(pair.privateKey, answer.sealedSecret, createEndpoint.type),
      };
    },
    /** Has core tell that an invoice was settled; `version` counts its events. */
    async settle(invoice = invoiceOf(storeId), version = 1): Promise<Invoice> {
      await core.transaction((tx) =>
        outbox.append(tx, {
          definition: invoiceSettled,
          key: invoice.id,
          version,
          storeId,
          livemode: false,
          data: { object: invoice },
        }),
      );
      return invoice;
    },
    /** The deliveries of an invoice, once they are as expected. */
    deliveries(invoiceId: string, expected: (all: WebhookDelivery[]) => boolean) {
      return until(
        async () => {
          const { data } = await bus.request(listDeliveries, { ...owner, invoiceId, limit: 100 });
          return expected(data) ? data : undefined;
        },
        { timeoutMs: 15_000, what: 'the deliveries' },
      );
    },
    async restart() {
      await app.close();
      app = await createWebhooksApp(options);
    },
    async close() {
      await relay.stop();
      await app.close();
      await transport.close();
      await core.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type WebhooksService = Awaited<ReturnType<typeof webhooksService>>;

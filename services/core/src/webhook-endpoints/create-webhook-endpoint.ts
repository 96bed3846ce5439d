import { Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { createEndpoint } from '@sixpence/schemas';
import type { RequestOf, WebhookEndpoint } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';
import type { Merchant } from '../api-keys/merchant.js';

/** An endpoint with its signing secret, which is shown this once. */
export type ShownEndpoint = WebhookEndpoint & { readonly secret: string };

/** Has `webhooks` make an endpoint. Its secret comes sealed to a key pair of this one request, which nobody keeps. */
@Injectable()
export class CreateWebhookEndpoint {
  constructor(private readonly bus: BusClient) {}

  async run(
    { storeId, livemode }: Merchant,
    body: Pick<RequestOf<typeof createEndpoint>, 'url' | 'events'>,
    idempotencyKey: string | undefined,
  ): Promise<ShownEndpoint> {
    const pair = await createKeyPair();
    const request = { ...body, storeId, livemode, replyTo: pair.publicKey };
    const { endpoint, sealedSecret } = await this.bus.request(createEndpoint, request, { idempotencyKey });
    return { ...endpoint, secret: await open(pair.privateKey, sealedSecret, createEndpoint.type) };
  }
}

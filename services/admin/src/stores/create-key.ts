import { Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { createApiKey } from '@sixpence/schemas';
import type { ApiKey, RequestOf } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';

/** A key with its secret, which is shown this once. */
export type ShownApiKey = ApiKey & { readonly secret: string };

/** Has core make a key. Its secret comes sealed to a key pair of this one request, which nobody keeps. */
@Injectable()
export class CreateKey {
  constructor(private readonly bus: BusClient) {}

  async run(request: Omit<RequestOf<typeof createApiKey>, 'replyTo'>): Promise<ShownApiKey> {
    const pair = await createKeyPair();
    const { apiKey, sealedKey } = await this.bus.request(createApiKey, { ...request, replyTo: pair.publicKey });
    return { ...apiKey, secret: await open(pair.privateKey, sealedKey, createApiKey.type) };
  }
}

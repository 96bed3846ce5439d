import { Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { createApiKey } from '@sixpence/schemas';
import type { ApiKey, RequestOf } from '@sixpence/schemas';
import { createKeyPair, open, SealedSecretError } from '@sixpence/secrets';
import type { KeyPair } from '@sixpence/secrets';

/** A key with its secret, which is shown this once. */
export type ShownApiKey = ApiKey & { readonly secret: string | null };

/** Has core make a key. Its secret comes sealed to a key pair of this one request, which nobody keeps. */
@Injectable()
export class CreateKey {
  constructor(private readonly bus: BusClient) {}

  /** The same request again (by its idempotency key) finds the same key; its secret cannot be shown a second time. */
  async run(
    request: Omit<RequestOf<typeof createApiKey>, 'replyTo'>,
    idempotencyKey: string | undefined,
  ): Promise<ShownApiKey> {
    const pair = await createKeyPair();
    const asked = { ...request, replyTo: pair.publicKey };
    const { apiKey, sealedKey } = await this.bus.request(createApiKey, asked, { idempotencyKey });
    return { ...apiKey, secret: await openOwn(pair, sealedKey) };
  }
}

/** The secret, or null when it was sealed to the key pair of the first request with this idempotency key. */
async function openOwn(pair: KeyPair, sealedKey: string): Promise<string | null> {
  try {
    return await open(pair.privateKey, sealedKey, createApiKey.type);
  } catch (error) {
    if (error instanceof SealedSecretError) return null;
    throw error;
  }
}

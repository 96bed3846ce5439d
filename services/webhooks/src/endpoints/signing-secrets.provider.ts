import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { loadKeyPair, open, seal } from '@sixpence/secrets';
import type { KeyPair } from '@sixpence/secrets';
import { WEBHOOKS_OPTIONS } from '../options.js';
import type { WebhooksOptions } from '../options.js';
import { secretContext } from './endpoint.js';

const secretBytes = 32;

/**
 * The signing secrets (`whsec_` and base64, as Standard Webhooks has them). They must be readable to sign with, so they are kept
 * sealed to this service's own key instead of hashed.
 */
@Injectable()
export class SigningSecrets {
  private readonly pair: Promise<KeyPair>;

  constructor(@Inject(WEBHOOKS_OPTIONS) options: WebhooksOptions) {
    this.pair = loadKeyPair(options.keyFile);
    // Whoever needs the pair hears of the failure; nobody else should.
    this.pair.catch(() => undefined);
  }

  /** A new secret, as it is kept. */
  async create(): Promise<string> {
    const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`;
    return seal((await this.pair).publicKey, secret, secretContext);
  }

  /** The secret in clear, to sign with. */
  async reveal(kept: string): Promise<string> {
    return open((await this.pair).privateKey, kept, secretContext);
  }

  /** The secret, sealed to whoever asked. */
  async reseal(kept: string, replyTo: string, context: string): Promise<string> {
    return seal(replyTo, await this.reveal(kept), context);
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Outbox } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import { webhookDelivered, webhookFailed } from '@sixpence/schemas';
import type { WebhookAttempt } from '@sixpence/schemas';
import { ADDRESS_RULES } from '../addresses/address-rules.provider.js';
import type { AddressRules } from '../addresses/checked-lookup.client.js';
import { switchOff } from '../endpoints/endpoints.store.js';
import { SigningSecrets } from '../endpoints/signing-secrets.provider.js';
import { WEBHOOKS_OPTIONS } from '../options.js';
import type { WebhooksOptions } from '../options.js';
import { saveAttempt } from './deliveries.store.js';
import type { ClaimedDelivery } from './deliveries.store.js';
import { afterAttempt, defaultRetryDelaysMs, deliveryObject, isGone } from './delivery.js';
import { createPoster } from './post-signed.js';
import type { Poster } from './post-signed.js';

/**
 * Makes one attempt at a claimed delivery and writes down what came of it. A process that dies between the two leaves the lease
 * to lapse: the same delivery goes out again under the same id, by which its receiver knows it.
 */
@Injectable()
export class SendDelivery implements OnApplicationShutdown {
  private readonly poster: Poster;

  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(WEBHOOKS_OPTIONS) private readonly options: WebhooksOptions,
    @Inject(ADDRESS_RULES) rules: AddressRules,
    private readonly secrets: SigningSecrets,
    private readonly outbox: Outbox,
  ) {
    this.poster = createPoster(rules, options.attemptTimeoutMs);
  }

  async run(delivery: ClaimedDelivery, token: string): Promise<void> {
    const { id, url, body, sealed_secret } = delivery;
    const secret = await this.secrets.reveal(sealed_secret);
    await this.record(delivery, token, await this.poster.post({ id, url, body, secret }));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.poster.close();
  }

  private async record(delivery: ClaimedDelivery, token: string, attempt: WebhookAttempt): Promise<void> {
    const delaysMs = this.options.retryDelaysMs ?? defaultRetryDelaysMs;
    const after = afterAttempt(delivery, attempt, { delaysMs, random: Math.random() });
    await this.db.transaction(async (tx) => {
      if (!(await saveAttempt(tx, after, token))) return;
      if (isGone(attempt)) await switchOff(tx, delivery.endpoint_id);
      if (after.status === 'pending') return;
      await this.outbox.append(tx, {
        definition: after.status === 'delivered' ? webhookDelivered : webhookFailed,
        key: after.id,
        // Told once, at its end.
        version: 1,
        storeId: after.store_id,
        livemode: after.livemode,
        data: { object: deliveryObject(after) },
      });
    });
  }
}

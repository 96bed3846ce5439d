import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import {
  paymentConfirmed,
  paymentDetected,
  paymentHeld,
  paymentReorged,
  paymentUnmatched,
  scheduleDue,
} from '@sixpence/schemas';
import type { EventOf } from '@sixpence/schemas';
import { ApplyPayment } from './apply-payment.js';
import type { PaymentEvent } from './apply-payment.js';
import { ExpireInvoices } from './expire-invoices.js';

/** What invoices hear on the bus: their payments, and that it is time to look for expired ones. */
@Controller()
export class InvoicesConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly applyPayment: ApplyPayment,
    private readonly expireInvoices: ExpireInvoices,
  ) {}

  @EventPattern(paymentDetected.type)
  detected(@Payload() event: PaymentEvent) {
    return this.#apply(event);
  }

  @EventPattern(paymentConfirmed.type)
  confirmed(@Payload() event: PaymentEvent) {
    return this.#apply(event);
  }

  @EventPattern(paymentReorged.type)
  reorged(@Payload() event: PaymentEvent) {
    return this.#apply(event);
  }

  @EventPattern(paymentHeld.type)
  held(@Payload() event: PaymentEvent) {
    return this.#apply(event);
  }

  @EventPattern(paymentUnmatched.type)
  unmatched(@Payload() event: PaymentEvent) {
    return this.#apply(event);
  }

  /** Not through the inbox: it asks another service and takes several transactions, and to do it twice changes nothing. */
  @EventPattern(scheduleDue.type)
  async due(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'invoices.expire') await this.expireInvoices.run();
  }

  #apply(event: PaymentEvent) {
    return this.inbox.once(event, (tx) => this.applyPayment.run(tx, event));
  }
}

import { Controller, Inject } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { DATABASE, Database } from '@sixpence/postgres';
import {
  invoiceExpired,
  invoiceOverpaid,
  invoiceReopened,
  invoiceSettled,
  invoiceUnderpaid,
  scheduleDue,
  sendReceipt as sendReceiptRequest,
  type EventOf,
  type RequestOf,
  type ResponseOf,
} from '@sixpence/schemas';
import { DueBell } from '../sending/due-bell.js';
import { messagesFor } from './message.js';
import { removeOldMessages } from './remove-old-messages.js';
import { sendReceipt } from './send-receipt.js';
import { writeMessage } from './write-message.js';

type InvoiceEvent = EventOf<typeof invoiceSettled>;

/** Hears what happens to invoices, and who asks for a receipt. */
@Controller()
export class MessagesConsumer {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly inbox: Inbox,
    private readonly bell: DueBell,
  ) {}

  @EventPattern(invoiceSettled.type)
  settled(@Payload() event: InvoiceEvent): Promise<void> {
    return this.tell(event);
  }

  @EventPattern(invoiceExpired.type)
  expired(@Payload() event: InvoiceEvent): Promise<void> {
    return this.tell(event);
  }

  @EventPattern(invoiceUnderpaid.type)
  underpaid(@Payload() event: InvoiceEvent): Promise<void> {
    return this.tell(event);
  }

  @EventPattern(invoiceOverpaid.type)
  overpaid(@Payload() event: InvoiceEvent): Promise<void> {
    return this.tell(event);
  }

  @EventPattern(invoiceReopened.type)
  reopened(@Payload() event: InvoiceEvent): Promise<void> {
    return this.tell(event);
  }

  @MessagePattern(sendReceiptRequest.type)
  async sendReceipt(
    @Payload() request: RequestOf<typeof sendReceiptRequest>,
  ): Promise<ResponseOf<typeof sendReceiptRequest>> {
    await this.db.transaction((tx) => sendReceipt(tx, request.invoice, request.email));
    this.bell.ring();
    return { accepted: true };
  }

  @EventPattern(scheduleDue.type)
  async sweep(@Payload() event: EventOf<typeof scheduleDue>): Promise<void> {
    if (event.data.schedule === 'retention.sweep') await removeOldMessages(this.db, new Date());
  }

  private async tell(event: InvoiceEvent): Promise<void> {
    const intents = messagesFor(event.type, event.data.object, event.data.previous?.status);
    await this.inbox.once(event, async (tx) => {
      for (const intent of intents) await writeMessage(tx, intent);
    });
    this.bell.ring();
  }
}

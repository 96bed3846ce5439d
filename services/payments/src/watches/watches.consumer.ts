import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox } from '@sixpence/event-bus';
import { invoiceCreated, type EventOf } from '@sixpence/schemas';
import { ChainScans } from '../scans/chain-scans.runner.js';
import { recordWatches } from './record-watches.js';

@Controller()
export class WatchesConsumer {
  constructor(
    private readonly inbox: Inbox,
    private readonly scans: ChainScans,
  ) {}

  @EventPattern(invoiceCreated.type)
  async watch(@Payload() event: EventOf<typeof invoiceCreated>): Promise<void> {
    await this.inbox.once(event, async (tx) => {
      const chains = await recordWatches(tx, event.data.object);
      tx.txAfterCommit(() => this.scans.wake(chains));
    });
  }
}

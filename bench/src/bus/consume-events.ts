import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox, connectBus } from '@sixpence/event-bus';
import { paymentConfirmed, paymentDetected } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { createBusApp } from './bus-app.js';
import { effectOf, insertEffects } from './effects.js';
import { createHearing } from './hearing.js';
import type { Job, JobOptions } from './job.js';

const poolSize = 8;

/** Consumes the events of the topic as a service does: each has its effect once, in the transaction that notes it. */
export async function consumeEvents(options: JobOptions): Promise<Job> {
  const hearing = createHearing(options.perSecond > 0);

  @Controller()
  class EffectsConsumer {
    constructor(private readonly inbox: Inbox) {}

    @EventPattern([paymentDetected.type, paymentConfirmed.type], { batch: true })
    async take(@Payload() events: BusEvent[]): Promise<void> {
      for (const { id } of events) hearing.began(id);
      const fresh = await this.inbox.onceEach(events, async (tx, those) => {
        await tx.execute(insertEffects(those.map(effectOf)), { name: 'bench-effects' });
      });
      hearing.committed(fresh);
    }
  }

  const bus = await createBusApp('admin', options, poolSize, [EffectsConsumer]);
  // What is told while it listens reaches a member; what the topic holds already is read from when it is told to.
  if (options.perSecond > 0) await connectBus(bus.app);
  return {
    async run() {
      if (options.perSecond === 0) await connectBus(bus.app);
      const { firstMicros, lastMicros } = await hearing.all(options.events);
      return {
        operations: options.events,
        seconds: (lastMicros - firstMicros) / 1_000_000,
        moments: hearing.moments,
      };
    },
    close: () => bus.close(),
  };
}

import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@sixpence/event-bus';
import { ConsumerGroup } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { DatabaseModule } from './database.module.js';
import { MailboxModule } from './mailbox/mailbox.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { LOGGER, NOTIFICATIONS_OPTIONS, type NotificationsOptions } from './options.js';
import { SendingModule } from './sending/sending.module.js';
import { StoresModule } from './stores/stores.module.js';

@Module({})
class OptionsModule {
  static register(options: NotificationsOptions, logger: Logger): DynamicModule {
    return {
      module: OptionsModule,
      global: true,
      providers: [
        { provide: NOTIFICATIONS_OPTIONS, useValue: options },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [NOTIFICATIONS_OPTIONS, LOGGER],
    };
  }
}

/** Everything that runs in this service. The mailbox is open only where no mail server takes the messages away. */
@Module({})
export class NotificationsModule {
  static register(options: NotificationsOptions, logger: Logger): DynamicModule {
    const { transport } = options;
    return {
      module: NotificationsModule,
      imports: [
        OptionsModule.register(options, logger),
        DatabaseModule.register(options, logger),
        BusModule.forRoot({ service: 'notifications', group: ConsumerGroup.notifications, transport, logger }),
        SendingModule,
        StoresModule,
        MessagesModule,
        ...(options.smtpUrl === undefined ? [MailboxModule] : []),
      ],
    };
  }
}

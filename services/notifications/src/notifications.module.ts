import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@sixpence/service-host';
import type { Logger } from '@sixpence/telemetry';
import { MailboxModule } from './mailbox/mailbox.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { NOTIFICATIONS_OPTIONS, type NotificationsOptions } from './options.js';
import { place } from './place.js';
import { SendingModule } from './sending/sending.module.js';
import { StoresModule } from './stores/stores.module.js';

/** Everything that runs in this service. The mailbox is open only where no mail server takes the messages away. */
@Module({})
export class NotificationsModule {
  static register(options: NotificationsOptions, logger: Logger): DynamicModule {
    const surroundings = ServiceModule.register(NOTIFICATIONS_OPTIONS, options, place, logger);
    const mailbox = options.smtpUrl === undefined ? [MailboxModule] : [];
    return {
      module: NotificationsModule,
      imports: [surroundings, SendingModule, StoresModule, MessagesModule, ...mailbox],
    };
  }
}

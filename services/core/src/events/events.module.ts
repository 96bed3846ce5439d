import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { EventsController } from './events.controller.js';
import { SweepReceivedEvents } from './sweep-received-events.js';
import { ListEvents } from './list-events.js';
import { ReceivedEventsConsumer } from './received-events.consumer.js';

@Module({
  imports: [ApiKeysModule],
  controllers: [EventsController, ReceivedEventsConsumer],
  providers: [ListEvents, SweepReceivedEvents],
})
export class EventsModule {}

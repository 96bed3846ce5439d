import { Module } from '@nestjs/common';
import { EndpointsModule } from '../endpoints/endpoints.module.js';
import { DeliveriesConsumer } from './deliveries.consumer.js';
import { DeliveriesRunner } from './deliveries.runner.js';
import { ListDeliveries } from './list-deliveries.js';
import { SendDelivery } from './send-delivery.js';

@Module({
  imports: [EndpointsModule],
  controllers: [DeliveriesConsumer],
  providers: [DeliveriesRunner, ListDeliveries, SendDelivery],
})
export class DeliveriesModule {}

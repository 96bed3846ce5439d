import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { CreateWebhookEndpoint } from './create-webhook-endpoint.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';

@Module({
  imports: [ApiKeysModule],
  controllers: [WebhookEndpointsController],
  providers: [CreateWebhookEndpoint],
})
export class WebhookEndpointsModule {}

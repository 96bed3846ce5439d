import { Module } from '@nestjs/common';
import { addressRules, ADDRESS_RULES } from '../addresses/address-rules.provider.js';
import { CreateEndpoint } from './create-endpoint.js';
import { DeleteEndpoint } from './delete-endpoint.js';
import { EndpointsConsumer } from './endpoints.consumer.js';
import { FindEndpoints } from './find-endpoints.js';
import { SigningSecrets } from './signing-secrets.provider.js';
import { UpdateEndpoint } from './update-endpoint.js';

@Module({
  controllers: [EndpointsConsumer],
  providers: [addressRules, CreateEndpoint, DeleteEndpoint, FindEndpoints, SigningSecrets, UpdateEndpoint],
  exports: [ADDRESS_RULES, SigningSecrets],
})
export class EndpointsModule {}

import { Module } from '@nestjs/common';
import { addressRules, ADDRESS_RULES } from '../addresses/address-rules.js';
import { CreateEndpoint } from './create-endpoint.js';
import { EndpointsConsumer } from './endpoints.consumer.js';
import { SigningSecrets } from './signing-secrets.js';

@Module({
  controllers: [EndpointsConsumer],
  providers: [addressRules, CreateEndpoint, SigningSecrets],
  exports: [ADDRESS_RULES, SigningSecrets],
})
export class EndpointsModule {}

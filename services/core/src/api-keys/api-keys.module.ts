import { Module } from '@nestjs/common';
import { createTokenBuckets } from '@sixpence/http-server';
import { CORE_OPTIONS } from '../options.js';
import type { CoreOptions } from '../options.js';
import { ApiKeysConsumer } from './api-keys.consumer.js';
import { AuthenticateApiKey } from './authenticate-api-key.js';
import { CreateApiKey } from './create-api-key.js';
import { KEY_BUCKETS } from './key-buckets.js';
import { ListApiKeys } from './list-api-keys.js';
import { RevokeApiKey } from './revoke-api-key.js';

const keyBuckets = {
  provide: KEY_BUCKETS,
  useFactory: ({ rateLimit: { burst, perSecond } }: CoreOptions) =>
    createTokenBuckets({ capacity: burst, refillPerSecond: perSecond }),
  inject: [CORE_OPTIONS],
};

/** API keys. A module whose controllers have a `@RequireScope` imports this one: the guard is made in the module it guards. */
@Module({
  controllers: [ApiKeysConsumer],
  providers: [AuthenticateApiKey, CreateApiKey, keyBuckets, ListApiKeys, RevokeApiKey],
  exports: [AuthenticateApiKey, KEY_BUCKETS],
})
export class ApiKeysModule {}

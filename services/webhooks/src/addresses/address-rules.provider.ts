import type { Provider } from '@nestjs/common';
import { WEBHOOKS_OPTIONS } from '../options.js';
import type { WebhooksOptions } from '../options.js';
import { resolveBySystem } from './checked-lookup.client.js';
import type { AddressRules } from './checked-lookup.client.js';

/** Nest's token for the rules of this installation. */
export const ADDRESS_RULES = Symbol('sixpence.address-rules');

export const addressRules: Provider = {
  provide: ADDRESS_RULES,
  useFactory: ({ allowLoopback, resolve }: WebhooksOptions): AddressRules => ({
    allowLoopback,
    resolve: resolve ?? resolveBySystem,
  }),
  inject: [WEBHOOKS_OPTIONS],
};

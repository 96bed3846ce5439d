import { networkOf } from '@sixpence/chains';
import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
import { z } from 'zod';
import type { CoreOptions } from './options.js';

/** What the API promises each key: 100 requests a second, and a burst of 1,000. */
export const defaultRateLimit = { perSecond: 100, burst: 1_000 };

const chains = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(
    z.array(
      z.string().refine((chain) => networkOf(chain) !== undefined, { error: 'The network is not known' }),
    ),
  );

const schema = serviceVariables(4_600).extend({
  CHAINS: chains,
  CHECKOUT_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
  CHECKOUT_PAGES_DIR: z.string().min(1).optional(),
  RATE_LIMIT_PER_SECOND: z.coerce.number().positive().default(defaultRateLimit.perSecond),
  RATE_LIMIT_BURST: z.coerce.number().int().positive().default(defaultRateLimit.burst),
});

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<CoreOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(schema, env);
  const options = {
    ...optionsFrom(variables),
    chains: variables.CHAINS,
    checkoutUrl: variables.CHECKOUT_URL,
    checkoutPagesDir: variables.CHECKOUT_PAGES_DIR,
    rateLimit: { perSecond: variables.RATE_LIMIT_PER_SECOND, burst: variables.RATE_LIMIT_BURST },
  };
  return { options, migrates: variables.MIGRATE === '1' };
}

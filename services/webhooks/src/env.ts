import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
import { z } from 'zod';
import type { WebhooksOptions } from './options.js';

const schema = serviceVariables(4_605).extend({
  WEBHOOKS_KEY_FILE: z.string().min(1),
  ALLOW_LOOPBACK: z.enum(['0', '1']).default('0'),
});

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<WebhooksOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(schema, env);
  const options = {
    ...optionsFrom(variables),
    keyFile: variables.WEBHOOKS_KEY_FILE,
    allowLoopback: variables.ALLOW_LOOPBACK === '1',
  };
  return { options, migrates: variables.MIGRATE === '1' };
}

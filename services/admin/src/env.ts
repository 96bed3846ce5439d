import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
import { z } from 'zod';
import type { AdminOptions } from './options.js';

const schema = serviceVariables(4_601).extend({ ADMIN_TOKEN: z.string().min(32).max(512) });

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<AdminOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(schema, env);
  return {
    options: { ...optionsFrom(variables), adminToken: variables.ADMIN_TOKEN },
    migrates: variables.MIGRATE === '1',
  };
}

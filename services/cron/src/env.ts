import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
import type { CronOptions } from './cron.module.js';

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<CronOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(serviceVariables(4_607), env);
  return { options: optionsFrom(variables), migrates: variables.MIGRATE === '1' };
}

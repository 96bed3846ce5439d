import { email } from '@sixpence/schemas';
import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
import { z } from 'zod';
import type { NotificationsOptions } from './options.js';

const schema = serviceVariables(4_602).extend({
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: email.optional(),
});

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<NotificationsOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(schema, env);
  return {
    options: { ...optionsFrom(variables), smtpUrl: variables.SMTP_URL, mailFrom: variables.MAIL_FROM },
    migrates: variables.MIGRATE === '1',
  };
}

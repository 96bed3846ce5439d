import { email } from '@sixpence/schemas';
import { z } from 'zod';
import type { NotificationsOptions } from './options.js';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_ROLE: z.string().min(1).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(6),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_602),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: email.optional(),
  MIGRATE: z.enum(['0', '1']).default('1'),
});

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<NotificationsOptions, 'transport'>;
  migrates: boolean;
} {
  const { data, error } = schema.safeParse(env);
  if (error) throw new Error(`The environment is not right:\n${z.prettifyError(error)}`);
  const options = {
    databaseUrl: data.DATABASE_URL,
    databaseRole: data.DATABASE_ROLE,
    databasePoolSize: data.DATABASE_POOL_SIZE,
    host: data.HOST,
    port: data.PORT,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM,
  };
  return { options, migrates: data.MIGRATE === '1' };
}

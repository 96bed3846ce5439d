import { networkOf } from '@sixpence/chains';
import { z } from 'zod';
import type { PaymentsOptions } from './options.js';

const rpcUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .pipe(z.array(z.url({ protocol: /^https?$/ })).min(1));

/** `eip155:1=https://a,https://b eip155:8453=https://c`: chains apart by spaces, the nodes of one by commas. */
const chains = z
  .string()
  .transform((text) => text.split(/\s+/).filter((part) => part !== ''))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[^=]+=.+$/, { error: 'Expected <chain>=<url>[,<url>…]' })
        .transform((part) => ({ chain: part.slice(0, part.indexOf('=')), rpcUrls: part.slice(part.indexOf('=') + 1) }))
        .pipe(
          z.object({
            chain: z.string().refine((chain) => networkOf(chain) !== undefined, { error: 'The network is not known' }),
            rpcUrls,
          }),
        ),
    ),
  )
  .refine((list) => new Set(list.map(({ chain }) => chain)).size === list.length, { error: 'A chain is named twice' });

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_ROLE: z.string().min(1).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(8),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_606),
  EVM_CHAINS: chains,
  MIGRATE: z.enum(['0', '1']).default('1'),
});

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): { options: Omit<PaymentsOptions, 'transport'>; migrates: boolean } {
  const { data, error } = schema.safeParse(env);
  if (error) throw new Error(`The environment is not right:\n${z.prettifyError(error)}`);
  const options = {
    databaseUrl: data.DATABASE_URL,
    databaseRole: data.DATABASE_ROLE,
    databasePoolSize: data.DATABASE_POOL_SIZE,
    host: data.HOST,
    port: data.PORT,
    chains: data.EVM_CHAINS,
  };
  return { options, migrates: data.MIGRATE === '1' };
}

import { networkOf } from '@sixpence/chains';
import { optionsFrom, readVariables, serviceVariables } from '@sixpence/service-host';
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
        .transform((part) => ({
          chain: part.slice(0, part.indexOf('=')),
          rpcUrls: part.slice(part.indexOf('=') + 1),
        }))
        .pipe(
          z.object({
            chain: z
              .string()
              .refine((chain) => networkOf(chain) !== undefined, { error: 'The network is not known' }),
            rpcUrls,
          }),
        ),
    ),
  )
  .refine((list) => new Set(list.map(({ chain }) => chain)).size === list.length, {
    error: 'A chain is named twice',
  });

const schema = serviceVariables(4_606).extend({ EVM_CHAINS: chains });

/** This service's variables, and whether it brings its schema up to date at boot. Throws with every fault at once. */
export function readEnv(env: NodeJS.ProcessEnv): {
  options: Omit<PaymentsOptions, 'transport'>;
  migrates: boolean;
} {
  const variables = readVariables(schema, env);
  return {
    options: { ...optionsFrom(variables), chains: variables.EVM_CHAINS },
    migrates: variables.MIGRATE === '1',
  };
}

import { devFaucetPrivateKey } from '@sixpence/chains';
import type { DevFile } from './dev-file.js';
import type { Environment } from './environment.js';
import type { Ports } from './ports.js';
import { assetsOf } from './served-chain.js';
import type { ServedChain } from './served-chain.js';

const at = (port: number) => `http://127.0.0.1:${port}`;

/** Where the merchant API answers, and what an invoice's page is under; neither with a slash at the end. */
export const places = ({ publicUrl }: Environment, ports: Ports) => ({
  apiUrl: at(ports.core),
  checkoutUrl: `${publicUrl ?? at(ports.core)}/checkout`,
});

/** What was started, as `dev.json` says it. */
export function devFileOf(started: {
  readonly environment: Environment;
  readonly ports: Ports;
  readonly chain: ServedChain;
  readonly adminToken: string;
  /** Undefined where there is no test money, and so no demo store. */
  readonly apiKey: string | undefined;
}): DevFile {
  const { environment, ports, chain, adminToken, apiKey } = started;
  return {
    ...places(environment, ports),
    adminUrl: at(ports.admin),
    adminToken,
    ...(environment.smtpUrl === undefined && { mailboxUrl: at(ports.notifications) }),
    rpcUrl: chain.rpcUrls[0] ?? at(ports.chain),
    assets: assetsOf(chain),
    ...(apiKey !== undefined && { apiKey, faucetPrivateKey: devFaucetPrivateKey }),
    pid: process.pid,
  };
}

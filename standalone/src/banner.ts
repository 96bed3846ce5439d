import type { DevFile } from './dev-file.js';

/** What the terminal says when everything is ready: what is where, and the next thing to try. No secret is in it. */
export function banner(ready: DevFile, dataDir: string, seconds: string): string {
  const places = [
    ['Merchant API', `${ready.apiUrl}/v1`],
    ['API reference', `${ready.apiUrl}/docs`],
    ['Checkout', `${ready.checkoutUrl}/<invoice>`],
    ['Back office API', `${ready.adminUrl}/v1`],
    ...(ready.mailboxUrl === undefined ? [] : [['Mailbox', ready.mailboxUrl]]),
    ...(ready.faucetPrivateKey === undefined ? [] : [['Dev chain', new URL(ready.rpcUrl).origin]]),
    ['Data', dataDir],
  ] as [string, string][];
  const width = Math.max(...places.map(([name]) => name.length));
  const lines = places.map(([name, place]) => `  ${name.padEnd(width)}  ${place}`);
  return `\nSixpence is ready after ${seconds} s.\n\n${lines.join('\n')}\n\n${nextStep(ready, dataDir)}\n`;
}

function nextStep(ready: DevFile, dataDir: string): string {
  if (Object.keys(ready.assets).length === 0) {
    return `The node of EVM_RPC_URL has the dev chain's number (31337) but is not anvil: no chain is served.`;
  }
  if (ready.apiKey === undefined) {
    return `Next: make the first store, with the token in ${dataDir}/admin-token (README, "For real").`;
  }
  return `Next, in another terminal:

  eval "$(node tools/dev-env.mjs)"
  curl -s $API_URL/v1/invoices -H "Authorization: Bearer $API_KEY" -H 'Content-Type: application/json' \\
    -d '{"amount":"25.00","currency":"USD"}'

and open the checkoutUrl of the answer: its test wallet pays with test money. Ctrl-C stops everything.`;
}

import type { Rpc } from './rpc.js';

/** Whether the node is anvil. Its chain id alone says little: anyone may run a chain of that id. */
export async function isAnvil(rpc: Rpc): Promise<boolean> {
  const version = await rpc.call('web3_clientVersion', []);
  return typeof version === 'string' && version.startsWith('anvil/');
}

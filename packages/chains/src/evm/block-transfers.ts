import { ChainError, type Transfer } from '../chain.js';
import type { EvmAsset, EvmNetwork } from './network.js';
import type { RawBlock, RawReceipt } from './raw-block.js';

/** keccak256 of `Transfer(address,address,uint256)` (ERC-20). */
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/**
 * Every transfer of a block, in the block's order: the native coin that successful transactions carry, and the Transfer logs of
 * listed tokens. Zero amounts are left out. Native coin that a contract moves is in neither, and not seen here.
 *
 * Throws a `ChainError` when block and receipts are not of one block: between two calls the chain may have changed, or
 * another node have answered.
 */
export function blockTransfers(
  network: EvmNetwork,
  block: RawBlock,
  receipts: readonly RawReceipt[],
): Transfer[] {
  const [native, ...tokens] = network.assets;
  if (!native) throw new RangeError(`${network.chain} has no native coin`);
  const byContract = new Map(tokens.map((token) => [token.contract, token]));
  assertSameBlock(network, block, receipts);

  return block.transactions.flatMap((transaction, i) => {
    const receipt = receipts[i];
    if (receipt?.status !== '0x1') return [];
    const { hash, from, to, value } = transaction;
    const carried: Transfer[] =
      to !== null && value > 0n
        ? [{ transaction: hash, position: 'value', asset: native.asset, from, to, amount: value }]
        : [];
    return carried.concat(
      receipt.logs.flatMap((log, ordinal) => tokenTransfer(byContract, hash, log, ordinal)),
    );
  });
}

function tokenTransfer(
  byContract: ReadonlyMap<string | undefined, EvmAsset>,
  transaction: string,
  log: RawReceipt['logs'][number],
  ordinal: number,
): Transfer[] {
  const token = byContract.get(log.address);
  const [topic, from, to, ...more] = log.topics;
  // A fourth topic makes it an ERC-721 transfer, whose number is a token's id and no amount.
  if (!token || topic !== transferTopic || !from || !to || more.length > 0) return [];
  if (log.data.length !== 66) return [];
  const amount = BigInt(log.data);
  if (amount === 0n) return [];
  const position = `log:${ordinal}`;
  return [{ transaction, position, asset: token.asset, from: addressOf(from), to: addressOf(to), amount }];
}

const addressOf = (topic: string) => `0x${topic.slice(-40)}`;

function assertSameBlock(network: EvmNetwork, block: RawBlock, receipts: readonly RawReceipt[]) {
  const fault = (what: string) => new ChainError(`Block ${block.number} of ${network.chain}: ${what}`);
  if (receipts.length !== block.transactions.length) throw fault('not as many receipts as transactions');
  let logs = 0;
  for (const [i, receipt] of receipts.entries()) {
    if (receipt.blockHash !== block.hash) throw fault('receipts of another block');
    if (receipt.transactionHash !== block.transactions[i]?.hash) throw fault('receipts in another order');
    logs += receipt.logs.length;
  }
  const bloomEmpty = /^0x0*$/.test(block.logsBloom);
  if (network.bloomReliable && bloomEmpty !== (logs === 0)) throw fault('its logs contradict its header');
}

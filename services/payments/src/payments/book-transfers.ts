import type { BlockRef, Network, Transfer } from '@sixpence/chains';
import type { Tx } from '@sixpence/postgres';
import type { Logger } from '@sixpence/telemetry';
import { methodFor, type Watch } from '../watches/watch.js';
import { findWatches } from '../watches/watches.store.js';
import { detect, detectAgain, type PaymentChange } from './payment.js';
import { insertSmallSums, lockPayment } from './payments.store.js';
import { partBySize } from './small-transfers.js';

/**
 * Books the transfers of one block that went to watched addresses, and returns what became of payments. Booking a block
 * again changes nothing.
 */
export async function bookTransfers(
  tx: Tx,
  logger: Logger,
  network: Network,
  block: BlockRef,
  transfers: readonly Transfer[],
): Promise<PaymentChange[]> {
  if (transfers.length === 0) return [];
  const addresses = [...new Set(transfers.map(({ to }) => to))];
  const watches = new Map(
    (await findWatches(tx, network.chain, addresses)).map((watch) => [watch.address, watch]),
  );
  const { payments, small } = partBySize(transfers, network.assets);
  await insertSmallSums(tx, network.chain, block.height, small);

  const changes: PaymentChange[] = [];
  for (const transfer of payments) {
    changes.push(...(await bookTransfer(tx, logger, network, block, transfer, watches.get(transfer.to))));
  }
  return changes;
}

async function bookTransfer(
  tx: Tx,
  logger: Logger,
  network: Network,
  block: BlockRef,
  transfer: Transfer,
  watch: Watch | undefined,
): Promise<PaymentChange[]> {
  const { transaction, position, asset } = transfer;
  if (!watch) throw new Error(`${transfer.to} is in memory but not among the watches`);
  const now = new Date();
  const known = await lockPayment(tx, network.chain, transaction, position);
  if (known) return detectAgain(known, block, now);
  const method = methodFor(watch, asset);
  if (!method) {
    // Without a method there is no rate, and without a rate no value: the money is safe at the treasury's address.
    logger.warn(
      { chain: network.chain, transaction, asset, invoiceId: watch.invoiceId },
      'paid in an asset that the invoice does not take',
    );
    return [];
  }
  const { confirmations: requiredConfirmations } = network;
  return [detect({ watch, method, transfer, block, requiredConfirmations }, now)];
}

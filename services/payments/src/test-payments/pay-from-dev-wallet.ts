import { addressFault, listedAsset, openEvmChain, sendDevPayment } from '@sixpence/chains';
import { parseDecimal } from '@sixpence/money';
import type { Queries } from '@sixpence/postgres';
import { DomainError, type RequestOf, type sendTestPayment } from '@sixpence/schemas';
import type { ScannedChain } from '../options.js';
import { noteTestPayment, saveTransaction, transactionOf } from './test-payments.store.js';

type TestPayment = RequestOf<typeof sendTestPayment>;

/**
 * Pays from the dev chain's own wallet: a real transaction, of money that is worth nothing. The same idempotency key pays
 * once. Throws `test_payment_unavailable` on anything but a dev node.
 */
export async function payFromDevWallet(
  db: Queries,
  chains: readonly ScannedChain[],
  request: TestPayment,
  idempotencyKey: string,
): Promise<string> {
  const { asset, to, amount, rpcUrls } = await checkTestPayment(chains, request);
  if (!(await noteTestPayment(db, idempotencyKey))) {
    const transaction = await transactionOf(db, idempotencyKey);
    if (transaction !== null) return transaction;
    throw new DomainError(
      'idempotency_conflict',
      'The same payment is being sent, or was and its outcome is not known',
    );
  }
  const transaction = await sendDevPayment(rpcUrls, { asset, to, amount }).catch((cause: unknown) => {
    throw new DomainError('service_unavailable', 'The dev node did not answer that it took the payment', {
      cause,
    });
  });
  await saveTransaction(db, idempotencyKey, transaction);
  return transaction;
}

async function checkTestPayment(chains: readonly ScannedChain[], { asset, address, amount }: TestPayment) {
  const unavailable = (cause?: unknown) =>
    new DomainError('test_payment_unavailable', 'Test payments work on a dev chain only', { cause });
  const listed = listedAsset(asset);
  if (!listed) throw new DomainError('unknown_asset', 'The asset is not known here', { field: 'asset' });
  const { network } = listed;
  const rpcUrls = chains.find(({ chain }) => chain === network.chain)?.rpcUrls;
  if (!network.dev || !rpcUrls) throw unavailable();
  const isDevNode = await openEvmChain(network, rpcUrls)
    .devNode()
    .catch((cause: unknown) => {
      throw unavailable(cause);
    });
  if (!isDevNode) throw unavailable();
  const fault = addressFault(address);
  if (fault) throw new DomainError('invalid_address', fault, { field: 'address' });
  return { asset, to: address, amount: unitsOf(amount, listed.asset.decimals), rpcUrls };
}

function unitsOf(amount: string, decimals: number): bigint {
  try {
    return parseDecimal(amount, decimals);
  } catch (cause) {
    throw new DomainError('invalid_amount', 'The amount cannot be paid in this asset', {
      field: 'amount',
      cause,
    });
  }
}

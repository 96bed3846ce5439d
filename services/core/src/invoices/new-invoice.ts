import { depositAddress, depositSalt, paymentUri } from '@sixpence/chains';
import { parseDecimal, formatUnits } from '@sixpence/money';
import { newId } from '@sixpence/schemas';
import type { CreateInvoiceBody } from '@sixpence/schemas';
import type { OfferedAsset } from '../chains/offered-asset.js';
import type { InvoiceAmount } from './invoice-amount.js';
import type { InvoiceRow, StoredMethod } from './invoice-row.js';
import type { Price } from './price-methods.js';

const defaultExpirySeconds = 900;
/** Money that comes later than this after the expiry is an unmatched payment. */
const monitoringSeconds = 86_400;

const secondsAfter = (date: Date, seconds: number): Date => new Date(date.getTime() + seconds * 1_000);

/** All that a new invoice is made of. */
export interface InvoiceDraft {
  readonly id: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly amount: InvoiceAmount;
  readonly prices: readonly Price<OfferedAsset>[];
  readonly body: CreateInvoiceBody;
  readonly now: Date;
}

/** The row of a new invoice, its addresses derived. No node and no other service is asked. */
export function newInvoiceRow({
  id,
  storeId,
  livemode,
  amount,
  prices,
  body,
  now,
}: InvoiceDraft): InvoiceRow {
  const expiresAt = secondsAfter(now, body.expiresIn ?? defaultExpirySeconds);
  return {
    id,
    store_id: storeId,
    livemode,
    status: 'new',
    exceptions: [],
    amount: amount.units.toString(),
    currency: amount.currency,
    currency_decimals: amount.decimals,
    paid_value: '0',
    order_id: body.orderId ?? null,
    description: body.description ?? null,
    customer: customerOf(body),
    redirect_url: body.redirectUrl ?? null,
    cancel_url: body.cancelUrl ?? null,
    metadata: body.metadata ?? {},
    methods: methodsOf(id, storeId, prices),
    created_at: now,
    updated_at: now,
    expires_at: expiresAt,
    monitoring_until: secondsAfter(expiresAt, monitoringSeconds),
    canceled_at: null,
    expired_at: null,
    settled_at: null,
    receipt_email_requested_at: null,
    version: 1,
    event_sequence: 1,
  };
}

function customerOf({ customer }: CreateInvoiceBody): InvoiceRow['customer'] {
  if (!customer) return null;
  return { email: customer.email ?? null, name: customer.name ?? null, locale: customer.locale ?? null };
}

/** One address a chain: its assets share it, since the salt is the invoice's. */
function methodsOf(
  invoiceId: string,
  storeId: string,
  prices: readonly Price<OfferedAsset>[],
): StoredMethod[] {
  const salt = depositSalt(storeId, invoiceId);
  const addresses = new Map<string, string>();
  return prices.map(({ offer: { network, asset, treasury }, locked, amount }) => {
    const { address: factory, initCodeHash } = network.depositFactory;
    const derivation = { factory, initCodeHash, treasury, salt };
    const address = addresses.get(network.chain) ?? depositAddress(derivation);
    addresses.set(network.chain, address);
    return {
      id: newId('pm'),
      type: 'address',
      asset: asset.asset,
      chain: network.chain,
      symbol: asset.symbol,
      decimals: asset.decimals,
      address,
      amount,
      rate: locked.rate,
      uri: paymentUri({ asset: asset.asset, address, amount: parseDecimal(amount, asset.decimals) }),
      derivation,
      payDecimals: asset.payDecimals,
      minAmount: formatUnits(asset.minAmount, asset.decimals),
      rateOrigin: locked.origin,
      rateAt: locked.origin.at,
    };
  });
}

import type { Invoice } from '@sixpence/schemas';

/** A way to pay an invoice at a watched address, with the rate that was locked for it. */
export interface WatchedMethod {
  readonly id: string;
  readonly asset: string;
  readonly decimals: number;
  readonly rate: string;
}

/** An address where an invoice may be paid. One address takes several assets of its chain. */
export interface Watch {
  readonly chain: string;
  readonly address: string;
  readonly invoiceId: string;
  readonly storeId: string;
  readonly livemode: boolean;
  readonly currency: string;
  readonly methods: readonly WatchedMethod[];
  /** When the invoice was made: nobody can have paid before. */
  readonly createdAt: Date;
  readonly monitoringUntil: Date;
}

/** The form in which an address is compared: EVM addresses differ only in the case of their checksum (EIP-55). */
export const addressKey = (chain: string, address: string): string =>
  chain.startsWith('eip155:') ? address.toLowerCase() : address;

/** What must be watched for an invoice: each address once, with all its methods. */
export function watchesOf(invoice: Invoice): Watch[] {
  const byAddress = Map.groupBy(
    invoice.paymentMethods,
    ({ chain, address }) => `${chain} ${addressKey(chain, address)}`,
  );
  return [...byAddress.values()].flatMap((methods) => {
    const [first] = methods;
    if (!first) return [];
    return {
      chain: first.chain,
      address: addressKey(first.chain, first.address),
      invoiceId: invoice.id,
      storeId: invoice.storeId,
      livemode: invoice.livemode,
      currency: invoice.currency,
      methods: methods.map(({ id, asset, decimals, rate }) => ({ id, asset, decimals, rate })),
      createdAt: new Date(invoice.createdAt),
      monitoringUntil: new Date(invoice.monitoringUntil),
    };
  });
}

/** The method by which a transfer of that asset pays, if the invoice has one. */
export const methodFor = (watch: Watch, asset: string): WatchedMethod | undefined =>
  watch.methods.find((method) => method.asset === asset);

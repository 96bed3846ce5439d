import { newId, type Invoice } from '@sixpence/schemas';
import { newInvoice } from '@sixpence/testkit';

const now = '2026-11-24T09:31:00.000Z';

/** A settled invoice of 25 USD, paid by Ada in test USDC; with what is given instead. */
export function sampleInvoice(given: Partial<Invoice> = {}): Invoice {
  const methodId = newId('pm');
  const asset = 'eip155:31337/erc20:0x5fbdb2315678afecb367f032d93f642f64180aa3';
  return newInvoice({
    version: 4,
    status: 'settled',
    paid: '25.00',
    due: '0.00',
    orderId: 'A-1042',
    description: 'Two tickets',
    customer: { email: 'ada@example.com', name: 'Ada', locale: 'de-DE' },
    checkoutUrl: 'http://127.0.0.1:4600/checkout/inv_1',
    paymentMethods: [
      {
        id: methodId,
        type: 'address',
        asset,
        chain: 'eip155:31337',
        symbol: 'USDC',
        decimals: 6,
        address: '0x00000000000000000000000000000000000000aa',
        amount: '25',
        rate: '1',
        uri: 'ethereum:',
      },
    ],
    payments: [
      {
        id: newId('pay'),
        object: 'payment',
        methodId,
        chain: 'eip155:31337',
        transaction: `0x${'ab'.repeat(32)}`,
        index: 0,
        asset,
        amount: '25',
        from: '0x00000000000000000000000000000000000000bb',
        blockNumber: 7,
        blockHash: `0x${'cd'.repeat(32)}`,
        confirmations: 3,
        requiredConfirmations: 3,
        status: 'confirmed',
        late: false,
        rate: '1',
        value: { amount: '25.00', currency: 'USD' },
        seenAt: now,
        confirmedAt: now,
      },
    ],
    ...given,
  });
}

import type { CheckoutInvoice, CheckoutMethod, CheckoutPayment } from '@sixpence/sdk';

const address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

/** A payment method for tests, with what differs from 25 test USDC. */
export function exampleMethod(changes: Partial<CheckoutMethod> = {}): CheckoutMethod {
  return {
    id: 'pm_usdc',
    type: 'address',
    asset: 'eip155:31337/erc20:0x0000000000000000000000000000000000000c0d',
    chain: 'eip155:31337',
    symbol: 'USDC',
    decimals: 6,
    address,
    amount: '25.00',
    rate: '1',
    uri: `ethereum:0x0000000000000000000000000000000000000c0d@31337/transfer?address=${address}&uint256=25000000`,
    network: 'Dev chain',
    due: '25.00',
    dueUri: `ethereum:0x0000000000000000000000000000000000000c0d@31337/transfer?address=${address}&uint256=25000000`,
    ...changes,
  };
}

/** A payment for tests: 10 USDC, one of three confirmations. */
export function examplePayment(changes: Partial<CheckoutPayment> = {}): CheckoutPayment {
  return {
    id: 'pay_1',
    chain: 'eip155:31337',
    transaction: `0x${'ab'.repeat(32)}`,
    asset: 'eip155:31337/erc20:0x0000000000000000000000000000000000000c0d',
    symbol: 'USDC',
    amount: '10',
    confirmations: 1,
    requiredConfirmations: 3,
    status: 'detected',
    seenAt: '2026-11-24T09:01:00.000Z',
    explorerUrl: null,
    ...changes,
  };
}

/** An invoice over 25 dollars for tests, made at nine o'clock for fifteen minutes. */
export function exampleInvoice(changes: Partial<CheckoutInvoice> = {}): CheckoutInvoice {
  return {
    id: 'inv_01k9z0c5x2f7mb5q8h3t4n6r7s',
    object: 'checkout',
    version: 1,
    status: 'new',
    exception: 'none',
    exceptions: [],
    storeName: 'Demo store',
    description: null,
    amount: '25.00',
    currency: 'USD',
    paid: '0.00',
    due: '25.00',
    redirectUrl: null,
    cancelUrl: null,
    createdAt: '2026-11-24T09:00:00.000Z',
    expiresAt: '2026-11-24T09:15:00.000Z',
    serverTime: '2026-11-24T09:00:00.000Z',
    receiptRequested: false,
    testWallet: false,
    paymentMethods: [exampleMethod()],
    payments: [],
    ...changes,
  };
}

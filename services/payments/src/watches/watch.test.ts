import { invoice as invoiceSchema, type Invoice } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { addressKey, methodFor, watchesOf } from './watch.js';

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const method = (id: string, chain: string, asset: string, at = address) => ({
  id,
  type: 'address' as const,
  asset: `${chain}/${asset}`,
  chain,
  symbol: 'X',
  decimals: 6,
  address: at,
  amount: '1',
  rate: '1',
  uri: '',
});
const invoice: Invoice = invoiceSchema.parse({
  id: 'inv_1',
  object: 'invoice',
  storeId: 'sto_1',
  livemode: true,
  version: 1,
  status: 'new',
  exception: 'none',
  exceptions: [],
  amount: '1.00',
  currency: 'EUR',
  paid: '0.00',
  due: '1.00',
  orderId: null,
  description: null,
  customer: null,
  redirectUrl: null,
  cancelUrl: null,
  metadata: {},
  checkoutUrl: '',
  createdAt: '2026-11-24T12:00:00.000Z',
  updatedAt: '2026-11-24T12:00:00.000Z',
  expiresAt: '2026-11-24T12:15:00.000Z',
  monitoringUntil: '2026-11-25T12:15:00.000Z',
  paymentMethods: [
    method('pm_1', 'eip155:1', 'slip44:60'),
    method('pm_2', 'eip155:1', 'erc20:0xaa', address.toLowerCase()),
    method('pm_3', 'eip155:8453', 'slip44:60'),
  ],
  payments: [],
});

test('an address is watched once on each chain, for all the assets it takes there', () => {
  const watches = watchesOf(invoice);
  expect(watches.map((watch) => [watch.chain, watch.address, watch.methods.map(({ id }) => id)])).toEqual([
    ['eip155:1', address.toLowerCase(), ['pm_1', 'pm_2']],
    ['eip155:8453', address.toLowerCase(), ['pm_3']],
  ]);
  expect(watches[0]).toMatchObject({
    invoiceId: 'inv_1',
    storeId: 'sto_1',
    livemode: true,
    currency: 'EUR',
    createdAt: new Date(invoice.createdAt),
  });
});

test('a transfer pays by the method of its asset, or by none', () => {
  const [watch] = watchesOf(invoice);
  if (!watch) throw new Error('no watch');
  expect(methodFor(watch, 'eip155:1/erc20:0xaa')?.id).toBe('pm_2');
  expect(methodFor(watch, 'eip155:1/erc20:0xbb')).toBeUndefined();
});

test('addresses are compared without their checksum on EVM chains, and as they are elsewhere', () => {
  expect(addressKey('eip155:1', address)).toBe(address.toLowerCase());
  expect(addressKey('bip122:x', 'bc1Q')).toBe('bc1Q');
});

import { chainStatuses, sendTestPayment } from '@sixpence/schemas';
import { testChain, until, type TestChain } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  chain,
  eth,
  freshAddress,
  invoiceAt,
  paymentsDatabase,
  startPayments,
  usdc,
  type RunningPayments,
} from './payments-service.js';

let node: TestChain;
let database: Awaited<ReturnType<typeof paymentsDatabase>>;
let payments: RunningPayments;

beforeAll(async () => {
  [node, database] = await Promise.all([testChain(), paymentsDatabase()]);
  payments = await startPayments(database.url, [{ chain, rpcUrls: [node.url] }]);
});
afterAll(async () => {
  await payments.close();
  await Promise.all([node.close(), database.close()]);
});

const typesOf = async (address: string) => (await database.eventsOf(address)).map(({ type }) => type);
const told = (address: string, ...types: string[]) =>
  until(async () => JSON.stringify(await typesOf(address)) === JSON.stringify(types), {
    what: `${types.join(', ')} of ${address}`,
  });

describe('a payment', () => {
  test('is detected at its block, and confirmed when it has three', async () => {
    const address = freshAddress();
    const invoice = invoiceAt(address);
    await payments.create(invoice);
    const { hash, blockHash, blockNumber } = await node.sendToken(address, 25_000_000n);
    await told(address, 'payment.detected');
    await node.mine();
    await node.mine();
    await told(address, 'payment.detected', 'payment.confirmed');

    const [detected, confirmed] = await database.eventsOf(address);
    expect(detected?.payment).toMatchObject({
      object: 'payment',
      storeId: invoice.storeId,
      livemode: false,
      version: 1,
      invoiceId: invoice.id,
      methodId: invoice.paymentMethods[0]?.id,
      chain,
      asset: usdc,
      decimals: 6,
      transaction: hash,
      position: 'log:0',
      index: 0,
      from: node.accounts[0] && expect.stringMatching(new RegExp(node.accounts[0], 'i')),
      amount: '25',
      blockNumber,
      blockHash,
      confirmations: 1,
      requiredConfirmations: 3,
      status: 'detected',
      rate: '1',
      value: { amount: '25.00', currency: 'USD' },
      confirmedAt: null,
    });
    expect(confirmed).toMatchObject({
      sequence: 2,
      payment: { id: detected?.payment.id, version: 2, status: 'confirmed', confirmations: 3 },
    });
    expect(confirmed?.payment.confirmedAt).not.toBeNull();
    await until(() => payments.told.filter(({ id }) => id === detected?.payment.id).length === 2, {
      what: 'core to be told',
    });
  });

  test('in the native coin is found by the address, in whatever case it was written', async () => {
    const address = freshAddress();
    await payments.create(invoiceAt(`0x${address.slice(2).toUpperCase()}`));
    await node.sendNative(address, 12_500_000_000_000_000n);
    await told(address, 'payment.detected');
    const [detected] = await database.eventsOf(address);
    expect(detected?.payment).toMatchObject({
      asset: eth,
      position: 'value',
      amount: '0.0125',
      value: { amount: '25.00', currency: 'USD' },
    });
  });

  test('is two when two transfers come in one block', async () => {
    const address = freshAddress();
    await payments.create(invoiceAt(address));
    await node.mineAtOnce(false);
    const [from] = node.accounts;
    if (!from) throw new Error('no accounts');
    for (const value of [1n, 2n]) await node.send({ from, to: address, value: value * 10n ** 12n });
    await node.mineAtOnce(true);
    await node.mine();
    await told(address, 'payment.detected', 'payment.detected');
    const ids = (await database.eventsOf(address)).map(({ payment }) => payment.id);
    expect(new Set(ids).size).toBe(2);
  });

  test('that is too small, zero, or in an asset the invoice does not take is none', async () => {
    const address = freshAddress();
    await payments.create(invoiceAt(address, { assets: [usdc] }));
    await node.sendNative(address, 1n);
    await node.sendNative(address, 10n ** 18n);
    await node.sendToken(address, 0n);
    await node.sendToken(address, 1_000_000n);
    await told(address, 'payment.detected');
    expect((await database.eventsOf(address))[0]?.payment).toMatchObject({ asset: usdc, amount: '1' });
  });

  test('after monitoring has ended is unmatched once it is confirmed', async () => {
    const address = freshAddress();
    const past = new Date(Date.now() - 3_600_000);
    await payments.create(
      invoiceAt(address, { createdAt: past, monitoringUntil: new Date(past.getTime() + 60_000) }),
    );
    await node.sendToken(address, 25_000_000n);
    await node.mine(2);
    await told(address, 'payment.detected', 'payment.unmatched');
  });
});

describe('a watch that comes late', () => {
  test('finds the payment that the scan has passed, once', async () => {
    const address = freshAddress();
    const invoice = invoiceAt(address);
    await node.sendToken(address, 25_000_000n);
    await node.mine(5);
    await scannedUpTo(await node.blockNumber());
    await payments.create(invoice);
    await told(address, 'payment.detected', 'payment.confirmed');
    await payments.create(invoice);
    await node.mine(3);
    await scannedUpTo(await node.blockNumber());
    expect(await typesOf(address)).toEqual(['payment.detected', 'payment.confirmed']);
  });

  test('finds it hundreds of blocks back, while new payments are seen', async () => {
    const [late, fresh] = [freshAddress(), freshAddress()];
    const lateInvoice = invoiceAt(late);
    await node.sendToken(late, 25_000_000n);
    await node.mine(700);
    await scannedUpTo(await node.blockNumber());
    await payments.create(lateInvoice);
    await payments.create(invoiceAt(fresh));
    await node.sendToken(fresh, 25_000_000n);
    await told(fresh, 'payment.detected');
    await told(late, 'payment.detected', 'payment.confirmed');
  });

  test('sees every payment when watches, payments and blocks come at the same time', async () => {
    const addresses = Array.from({ length: 60 }, freshAddress);
    const creating: Promise<void>[] = [];
    for (const [i, address] of addresses.entries()) {
      const invoice = invoiceAt(address);
      const pay = () => node.sendNative(address, BigInt(i + 1) * 10n ** 12n);
      // Some are paid before the watch is sent, some after it is recorded, some meanwhile.
      if (i % 3 === 0) await pay();
      const created = payments.create(invoice);
      creating.push(created);
      if (i % 3 === 1) await pay();
      if (i % 3 === 2) await created.then(pay);
    }
    await Promise.all(creating);
    await node.mine(3);
    for (const address of addresses) await told(address, 'payment.detected', 'payment.confirmed');
  });
});

const status = async () => (await payments.client.request(chainStatuses, {})).data[0];
const scannedUpTo = (height: number) =>
  until(async () => ((await status())?.scannedNumber ?? -1) >= height, {
    what: `the scan to reach ${height}`,
    timeoutMs: 20_000,
  });

describe('requests', () => {
  test('the status says how far the chain is scanned', async () => {
    await node.mine();
    const height = await node.blockNumber();
    await scannedUpTo(height);
    const now = await status();
    expect(now).toMatchObject({ chain, scannedNumber: height, healthy: true, dev: true });
    expect(now?.headNumber).toBeGreaterThanOrEqual(height);
    expect(Date.parse(now?.scannedUntil ?? '')).toBeGreaterThan(0);
  });

  test('a test payment is a real transaction, and the same key pays once', async () => {
    const address = freshAddress();
    await payments.create(invoiceAt(address));
    const request = { asset: usdc, address, amount: '25' };
    const first = await payments.client.request(sendTestPayment, request, { idempotencyKey: address });
    const again = await payments.client.request(sendTestPayment, request, { idempotencyKey: address });
    expect(again).toEqual(first);
    const native = await payments.client.request(sendTestPayment, { asset: eth, address, amount: '0.01' });
    expect(native.transaction).not.toBe(first.transaction);
    await node.mine(3);
    await until(
      async () => (await typesOf(address)).filter((type) => type === 'payment.confirmed').length === 2,
      {
        what: 'both payments to be confirmed',
      },
    );
    expect(await database.eventsOf(address)).toHaveLength(4);
  });

  test.each([
    [
      { asset: 'eip155:1/slip44:60', address: `0x${'1'.repeat(40)}`, amount: '1' },
      'test_payment_unavailable',
    ],
    [{ asset: 'eip155:31337/erc20:0x0', address: `0x${'1'.repeat(40)}`, amount: '1' }, 'unknown_asset'],
    [{ asset: eth, address: '0x12', amount: '1' }, 'invalid_address'],
    [{ asset: usdc, address: `0x${'1'.repeat(40)}`, amount: '0.0000001' }, 'invalid_amount'],
  ])('a test payment of %o is refused with %s', async (request, code) => {
    await expect(payments.client.request(sendTestPayment, request)).rejects.toMatchObject({ code });
  });

  test('the service is ready', async () => {
    expect((await fetch(`${payments.app.url}/ready`)).status).toBe(200);
  });
});

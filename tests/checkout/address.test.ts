import { createPublicClient, http, parseAbi, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumHere } from '@sixpence/testkit';
import { call } from '../standalone.js';
import { deriveAddress, eip681, factoryAddress, saltOf } from './derivation.js';
import { readQr } from './read-qr.js';
import { methodOf, openShop, type Invoice, type Shop } from './shop.js';

interface Store {
  id: string;
  wallets: { chain: string; treasury: Hex }[];
}

describe.skipIf(!(await chromiumHere()))('the address that the payer is shown', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  }, 120_000);
  afterAll(async () => {
    await shop?.close();
  });

  /** Where the merchant has its money sent, as the merchant configured it. */
  async function treasuryOf(invoice: Invoice): Promise<Hex> {
    const { adminUrl, adminToken } = shop.sixpence.dev;
    const { data } = await call<{ data: Store[] }>(`${adminUrl}/v1/stores`, adminToken);
    const wallets = data.find((store) => store.id === invoice.storeId)?.wallets;
    const treasury = wallets?.find((wallet) => wallet.chain === 'eip155:31337')?.treasury;
    if (!treasury) throw new Error('The store has no wallet on the dev chain');
    return treasury;
  }

  test.each(['USDC', 'ETH'] as const)(
    'and the QR code are those of an independent derivation (%s)',
    async (symbol) => {
      const invoice = await shop.createInvoice();
      const method = methodOf(invoice, symbol);
      const expected = await deriveAddress(invoice, await treasuryOf(invoice));

      const { page, problems } = await shop.open(invoice.checkoutUrl, { deviceScaleFactor: 2 });
      await page.getByRole('radio', { name: symbol }).check();
      const code = page.getByRole('figure', { name: `QR code to pay ${method.amount}` });
      await code.waitFor();
      expect(await page.locator('.address-text').textContent()).toBe(expected);
      expect(await readQr(code)).toBe(eip681(method, expected, method.amount));
      expect(await page.getByRole('link', { name: 'Open in your wallet' }).getAttribute('href')).toBe(
        eip681(method, expected, method.amount),
      );
      expect(problems).toEqual([]);
    },
  );

  test('is the one that the factory on the chain gives for the treasury', async () => {
    const invoice = await shop.createInvoice();
    const treasury = await treasuryOf(invoice);
    const client = createPublicClient({ transport: http(shop.sixpence.dev.rpcUrl) });
    const onChain = await client.readContract({
      address: await factoryAddress(),
      abi: parseAbi(['function depositAddress(address treasury, bytes32 salt) view returns (address)']),
      functionName: 'depositAddress',
      args: [treasury, saltOf(invoice)],
    });
    expect(await deriveAddress(invoice, treasury)).toBe(onChain);
    expect(methodOf(invoice, 'USDC').address).toBe(onChain);
  });

  test('and the amount are what the buttons copy, to the letter', async () => {
    const invoice = await shop.createInvoice();
    const { address, amount } = methodOf(invoice, 'USDC');
    const { page } = await shop.open(invoice.checkoutUrl, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('radio', { name: 'USDC' }).check();
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

    await page.getByRole('button', { name: 'Copy address' }).click();
    await page.getByText('Address copied').waitFor({ state: 'attached' });
    expect(await clipboard()).toBe(address);
    await page.getByRole('button', { name: 'Copy amount' }).click();
    await page.getByText('Amount copied').waitFor({ state: 'attached' });
    expect(await clipboard()).toBe(amount);
  });

  test('stands beside a warning of the exact amount, the asset and the network', async () => {
    const invoice = await shop.createInvoice();
    const { page } = await shop.open(invoice.checkoutUrl);
    const warning = page.getByRole('note', { name: 'Before you pay' });
    const said = (await warning.textContent())?.replaceAll('\u00a0', ' ');
    expect(said).toContain(
      `Send exactly ${invoice.paymentMethods[0]!.amount} ${invoice.paymentMethods[0]!.symbol}`,
    );
    expect(said).toContain('Dev chain');
  });
});

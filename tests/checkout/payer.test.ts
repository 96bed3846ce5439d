import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumHere, until } from '@sixpence/testkit';
import type { Page } from 'playwright-core';
import { eip681 } from './derivation.js';
import { pay } from '../wallet.js';
import { readQr } from './read-qr.js';
import { severableLine } from './severable-line.js';
import { methodOf, openShop, type Shop } from './shop.js';

/** Seconds on a quiet machine; a CI machine that builds beside it stalls now and then. */
const settleLimitMs = 60_000;

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const settles = (page: Page) => heading(page, 'Payment complete').waitFor({ timeout: settleLimitMs });
/** Waits until the live region says that. */
const announced = (page: Page, sentence: string) =>
  page
    .getByRole('status')
    .filter({ hasText: sentence })
    .waitFor({ state: 'attached', timeout: settleLimitMs });
/** Without the spaces that keep an amount and its symbol together. */
const textOf = async (page: Page) => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

describe.skipIf(!(await chromiumHere()))('the payer', { timeout: 150_000 }, () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  }, 120_000);
  afterAll(async () => {
    await shop?.close();
  });

  test('pays with the test wallet and sees it live, through every confirmation to the receipt, on one and the same page', async () => {
    const invoice = await shop.createInvoice({
      description: 'Two bags of coffee',
      redirectUrl: 'https://shop.example/thanks',
    });
    const { page, problems } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'Send your payment').waitFor();
    expect(await textOf(page)).toContain('$25.00');
    expect(await textOf(page)).toContain(`${methodOf(invoice, 'USDC').amount} USDC`);

    await shop.blocks.hold();
    await page.getByRole('button', { name: 'Pay with the test wallet' }).click();
    await heading(page, 'Payment received').waitFor({ timeout: settleLimitMs });
    await announced(page, 'Payment received. 1 of 3 confirmations.');
    await shop.blocks.mine();
    await announced(page, 'Payment received. 2 of 3 confirmations.');
    await shop.blocks.mine();
    await settles(page);
    await announced(page, 'Payment complete. Thank you.');
    await shop.blocks.resume();
    expect(await page.title()).toMatch(/^Paid/);
    const receipt = page.getByRole('region', { name: 'Receipt' });
    expect(await receipt.innerText()).toContain(invoice.id);
    expect(await receipt.innerText()).toContain('Two bags of coffee');
    expect((await shop.getInvoice(invoice.id)).status).toBe('settled');

    await page.getByRole('link', { name: /^Back to / }).click();
    await page.waitForURL('https://shop.example/thanks');
    expect(problems).toEqual([]);
  });

  test('has the receipt sent to an address, and is told when the address is not one', async () => {
    const invoice = await shop.createInvoice();
    const { page, problems } = await shop.open(invoice.checkoutUrl);
    await page.getByRole('button', { name: 'Pay with the test wallet' }).click();
    await settles(page);

    const email = page.getByLabel('Receipt by e-mail');
    await email.fill('ada');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('alert').filter({ hasText: 'complete e-mail address' }).waitFor();
    await email.fill('ada@example.com');
    await email.press('Enter');
    await page.getByRole('status').filter({ hasText: 'on its way to ada@example.com' }).waitFor();

    const mailbox = async () => (await fetch(shop.sixpence.dev.mailboxUrl)).text();
    await until(async () => (await mailbox()).includes('ada@example.com'), {
      timeoutMs: settleLimitMs,
      what: 'the mail',
    });
    expect(problems).toEqual([]);
  });

  test('who sends too little is shown what is still due, with a code for the rest, and settles with it', async () => {
    const invoice = await shop.createInvoice();
    const method = methodOf(invoice, 'USDC');
    const { page, problems } = await shop.open(invoice.checkoutUrl, { deviceScaleFactor: 2 });
    await page.getByRole('radio', { name: 'USDC' }).check();

    await pay(shop.sixpence.dev, method, '10');
    await heading(page, 'Send the rest').waitFor({ timeout: settleLimitMs });
    expect(await textOf(page)).toContain('$10.00 of $25.00 received');
    expect(await textOf(page)).toMatch(/Still due\s*\$15\.00/);
    const code = page.getByRole('figure', { name: /QR code to pay 15/ });
    expect(await readQr(code)).toBe(eip681(method, method.address, '15'));
    expect(await page.getByRole('button', { name: 'Cancel payment' }).count()).toBe(0);

    await pay(shop.sixpence.dev, method, '15');
    await settles(page);
    const receipt = await page.getByRole('region', { name: 'Receipt' }).innerText();
    expect(receipt.replaceAll('\u00a0', ' ')).toMatch(/10(\.0+)? USDC[^]*15(\.0+)? USDC/);
    expect(problems).toEqual([]);
  });

  test('who sends too much is told so, and that the shop has the difference', async () => {
    const invoice = await shop.createInvoice();
    const { page } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'Send your payment').waitFor();
    await pay(shop.sixpence.dev, methodOf(invoice, 'USDC'), '30');
    await settles(page);
    await page.getByText('You paid $30.00 for $25.00.').waitFor();
  });

  test('whose payment the network takes back is told so, and asked not to pay twice', async () => {
    const invoice = await shop.createInvoice();
    const { page, problems } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'Send your payment').waitFor();
    await shop.blocks.hold();
    await pay(shop.sixpence.dev, methodOf(invoice, 'USDC'), '25');
    await heading(page, 'Payment received').waitFor({ timeout: settleLimitMs });
    await shop.blocks.takeBack();
    await shop.blocks.mine();
    await page
      .getByRole('region', { name: 'The network took a payment back' })
      .waitFor({ timeout: settleLimitMs });
    await heading(page, 'Send your payment').waitFor();
    expect(await textOf(page)).toContain('do not pay twice');
    expect(await textOf(page)).toContain('Taken back by the network');
    await shop.blocks.resume();
    expect(problems).toEqual([]);
  });

  test('who is too late is not asked to pay any more, from the last second on', async () => {
    const invoice = await shop.createInvoice({ expiresIn: 3, redirectUrl: 'https://shop.example/' });
    const { page, problems } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'Send your payment').waitFor();
    await page.getByRole('figure').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Copy address' }).count()).toBe(0);
    await heading(page, 'This invoice has expired').waitFor({ timeout: settleLimitMs });
    expect(await page.getByRole('link', { name: /^Back to / }).getAttribute('href')).toBe(
      'https://shop.example/',
    );
    expect(problems).toEqual([]);
  });

  test('whose money comes after the expiry is told that it came late and counts', async () => {
    const invoice = await shop.createInvoice({ expiresIn: 2 });
    const { page } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'This invoice has expired').waitFor({ timeout: settleLimitMs });
    await pay(shop.sixpence.dev, methodOf(invoice, 'USDC'), '25');
    await settles(page);
    await page.getByText('A payment came late').waitFor();
  });

  test('cancels after being asked once, and goes back to the shop', async () => {
    const invoice = await shop.createInvoice({ cancelUrl: 'https://shop.example/cart' });
    const { page, problems } = await shop.open(invoice.checkoutUrl);
    await page.getByRole('button', { name: 'Cancel payment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel this payment?' });
    await dialog.getByRole('button', { name: 'Keep paying' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect((await shop.getInvoice(invoice.id)).status).toBe('new');

    await page.getByRole('button', { name: 'Cancel payment' }).click();
    await dialog.getByRole('button', { name: 'Yes, cancel' }).click();
    await heading(page, 'Payment canceled').waitFor();
    expect((await shop.getInvoice(invoice.id)).status).toBe('canceled');
    await page.getByRole('link', { name: /^Back to / }).click();
    await page.waitForURL('https://shop.example/cart');
    expect(problems).toEqual([]);
  });

  test.each(['cut', 'refuse'] as const)(
    'is told when the connection is lost (%s), and catches up when it is back',
    async (fault) => {
      const line = await severableLine(shop.sixpence.dev.apiUrl);
      try {
        const invoice = await shop.createInvoice();
        const { page } = await shop.open(`${line.url}${new URL(invoice.checkoutUrl).pathname}`);
        await heading(page, 'Send your payment').waitFor();
        line[fault]();
        await page.getByRole('status').filter({ hasText: 'Connection lost' }).waitFor();
        await pay(shop.sixpence.dev, methodOf(invoice, 'USDC'), '25');
        line.mend();
        await page
          .getByRole('status')
          .filter({ hasText: 'Connected again' })
          .waitFor({ timeout: settleLimitMs });
        await settles(page);
      } finally {
        await line.close();
      }
    },
  );

  test('with a link to no invoice reads a sentence, and no error', async () => {
    const checkout = new URL(shop.sixpence.dev.checkoutUrl);
    const { page } = await shop.open(new URL('/checkout/inv_00000000000000000000000000', checkout).href);
    await heading(page, 'There is no such invoice').waitFor();
  });

  test('sees nothing of the merchant: no metadata, e-mail or order id', async () => {
    const invoice = await shop.createInvoice({
      orderId: 'order-4711',
      metadata: { note: 'private-note' },
      customer: { email: 'private@example.com' },
    });
    const { page } = await shop.open(invoice.checkoutUrl);
    await heading(page, 'Send your payment').waitFor();
    const answer = await (
      await fetch(new URL(`/v1/checkout/${invoice.id}`, shop.sixpence.dev.apiUrl))
    ).text();
    for (const secret of ['order-4711', 'private-note', 'private@example.com']) {
      expect(answer).not.toContain(secret);
      expect(await page.content()).not.toContain(secret);
    }
  });
});

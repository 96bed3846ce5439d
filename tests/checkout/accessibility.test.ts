import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumHere } from '@sixpence/testkit';
import type { Page } from 'playwright-core';
import { audit } from './audit.js';
import { openShop, type Shop } from './shop.js';

/** Seconds on a quiet machine; a CI machine that builds beside it stalls now and then. */
const settleLimitMs = 60_000;
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const focusedName = (page: Page) =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim(),
  );

/** Presses Tab until the control of that name has the focus; fails when it never does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

describe.skipIf(!(await chromiumHere()))('the checkout', { timeout: 150_000 }, () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.blocks.hold();
  }, 120_000);
  afterAll(async () => {
    await shop?.close();
  });

  test('is paid by keyboard alone, from the choice of the asset to the receipt by e-mail', async () => {
    const invoice = await shop.createInvoice();
    const { page } = await shop.open(invoice.checkoutUrl, { isMobile: false, hasTouch: false });
    await heading(page, 'Send your payment').waitFor();

    const radios = page.getByRole('radio');
    await radios.first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await radios.nth(1).isChecked()).toBe(true);
    await page.keyboard.press('ArrowUp');
    expect(await radios.first().isChecked()).toBe(true);

    await tabTo(page, 'Pay with the test wallet');
    await page.keyboard.press('Enter');
    await heading(page, 'Payment received').waitFor({ timeout: settleLimitMs });
    expect(await focusedName(page)).toBe('Payment received');
    await shop.blocks.mine();
    await shop.blocks.mine();
    await heading(page, 'Payment complete').waitFor({ timeout: settleLimitMs });
    expect(await focusedName(page)).toBe('Payment complete');

    await page.keyboard.press('Tab');
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'on its way to ada@example.com' }).waitFor();
  });

  test('keeps the focus inside its dialog, which Escape closes, and gives it back', async () => {
    const invoice = await shop.createInvoice();
    const { page } = await shop.open(invoice.checkoutUrl);
    await page.getByRole('button', { name: 'Cancel payment' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let presses = 0; presses < 5; presses += 1) {
      await page.keyboard.press('Tab');
      expect(['Yes, cancel', 'Keep paying', undefined, '']).toContain(
        await page.evaluate(() =>
          document.activeElement === document.body ? '' : document.activeElement?.textContent,
        ),
      );
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await focusedName(page)).toBe('Cancel payment');
    expect((await shop.getInvoice(invoice.id)).status).toBe('new');
  });

  test.each([
    { colorScheme: 'light', width: 390 },
    { colorScheme: 'dark', width: 390 },
    { colorScheme: 'light', width: 320 },
    { colorScheme: 'dark', width: 1280 },
  ] as const)(
    'has names, structure, contrast and room to touch ($colorScheme, $width pixels)',
    async ({ colorScheme, width }) => {
      const invoice = await shop.createInvoice({
        description: 'Two bags of coffee',
        cancelUrl: 'https://shop.example/',
      });
      const { page } = await shop.open(invoice.checkoutUrl, {
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      });
      await heading(page, 'Send your payment').waitFor();
      expect(await audit(page)).toEqual([]);
      await page.getByRole('button', { name: 'Pay with the test wallet' }).click();
      await heading(page, 'Payment received').waitFor({ timeout: settleLimitMs });
      expect(await audit(page)).toEqual([]);
      await shop.blocks.mine();
      await shop.blocks.mine();
      await heading(page, 'Payment complete').waitFor({ timeout: settleLimitMs });
      expect(await audit(page)).toEqual([]);
    },
  );

  test('holds still for those who ask for it', async () => {
    const invoice = await shop.createInvoice();
    const { page } = await shop.open(invoice.checkoutUrl, { reducedMotion: 'reduce' });
    await heading(page, 'Send your payment').waitFor();
    // What ends within a millisecond shows no movement, and may be met before the frame that ends it.
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ playState }) => playState === 'running')
        .map(({ effect }) => Number(effect?.getComputedTiming().endTime))
        .filter((lastsMs) => !(lastsMs <= 1)),
    );
    expect(moving).toEqual([]);
  });

  test('runs under a policy that allows no inline script and no inline style', async () => {
    const invoice = await shop.createInvoice();
    const response = await fetch(invoice.checkoutUrl);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/);
  });
});

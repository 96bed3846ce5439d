import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '@sixpence/testkit';
import { blocksOf, type Blocks } from './blocks.js';
import { call, startStandalone, type Standalone } from '../standalone.js';

export interface Method {
  id: string;
  asset: string;
  symbol: string;
  decimals: number;
  address: `0x${string}`;
  amount: string;
}

export interface Invoice {
  id: string;
  storeId: string;
  status: string;
  exceptions: string[];
  checkoutUrl: string;
  paymentMethods: Method[];
  payments: { status: string; amount: string }[];
}

/** A page with what went wrong on it: errors of scripts, of the console and against the content policy. */
export interface OpenCheckout {
  page: Page;
  problems: string[];
}

/** Sixpence and a browser: what a payer's test needs. */
export interface Shop {
  sixpence: Standalone;
  createInvoice(body?: object): Promise<Invoice>;
  getInvoice(id: string): Promise<Invoice>;
  /** The blocks of Sixpence's own dev chain. */
  blocks: Blocks;
  open(url: string, options?: BrowserContextOptions): Promise<OpenCheckout>;
  close(): Promise<void>;
}

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

/** Starts both; a page is opened as a phone unless the options say otherwise. */
export async function openShop(): Promise<Shop> {
  const sixpence = await startStandalone();
  const browser = await launchChromium().catch(async (error: unknown) => {
    await sixpence.dispose();
    throw error;
  });
  const invoices = () => `${sixpence.dev.apiUrl}/v1/invoices`;
  return {
    sixpence,
    createInvoice: (body = {}) =>
      call<Invoice>(invoices(), sixpence.dev.apiKey, { body: { amount: '25.00', currency: 'USD', ...body } }),
    getInvoice: (id) => call<Invoice>(`${invoices()}/${id}`, sixpence.dev.apiKey),
    blocks: blocksOf(sixpence.dev.rpcUrl),
    open: (url, options) => openPage(browser, url, options),
    async close() {
      await browser.close();
      await sixpence.dispose();
    },
  };
}

async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenCheckout> {
  const context = await browser.newContext({ ...phone, ...options });
  await context.route('https://shop.example/**', (route) => route.fulfill({ body: 'The shop' }));
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  await page.goto(url);
  return { page, problems };
}

/** The method of a token, or of the native coin. */
export function methodOf(invoice: Invoice, symbol: 'USDC' | 'ETH'): Method {
  const method = invoice.paymentMethods.find((candidate) => candidate.symbol === symbol);
  if (!method) throw new Error(`The invoice offers no ${symbol}`);
  return method;
}

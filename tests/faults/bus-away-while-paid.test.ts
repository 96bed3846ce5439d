import { kafkaClusterHere } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usdc } from '../e2e/payment-story.js';
import { pay } from '../wallet.js';
import type { Invoice } from '../e2e/payment-story.js';
import { startPlatform } from './platform.js';
import type { Platform } from './platform.js';

describe.skipIf(!(await kafkaClusterHere()))('the bus away while an invoice is made and paid', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform();
  });
  afterAll(() => platform?.close());

  test('and 20 blocks are mined, then back: it is settled once', async () => {
    platform.killBroker();
    const invoice = await platform.api<Invoice>('invoices', { amount: '12.34', currency: 'USD' });
    await pay(platform.sixpence.dev, usdc(invoice));
    await platform.mine(20);
    expect((await platform.api<Invoice>(`invoices/${invoice.id}`)).status).toBe('new');
    await platform.startBroker();
    await platform.expectSettledOnce(invoice.id);
    await platform.expectQuiet();
  });
});

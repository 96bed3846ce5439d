import { kafkaClusterHere } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usdc } from '../e2e/payment-story.js';
import { pay } from '../wallet.js';
import type { Invoice } from '../e2e/payment-story.js';
import { startPlatform } from './platform.js';
import type { Platform } from './platform.js';

const SETTLED_WITHIN_MS = 90_000;

/** The statuses that a payer's page is told of, up to the last. */
async function statuses(port: number, invoiceId: string): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/checkout/${invoiceId}/events`, {
    signal: AbortSignal.timeout(SETTLED_WITHIN_MS),
  });
  const told: string[] = [];
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString();
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events.filter((each) => each.includes('event: invoice'))) {
      const data = event.split('\n').find((line) => line.startsWith('data:'));
      told.push((JSON.parse(data?.slice(5) ?? '{}') as { status: string }).status);
    }
    if (told.includes('settled')) return told;
  }
  return told;
}

describe.skipIf(!(await kafkaClusterHere()))('two processes of core', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform(['--scale', 'core=2']);
  });
  afterAll(() => platform?.close());

  test('both show the payer what happens, also the one that did not consume the event', async () => {
    const ports = platform.sixpence.dev.processes
      ?.filter(({ service }) => service === 'core')
      .map(({ port }) => port);
    expect(ports).toHaveLength(2);
    for (let round = 0; round < 2; round += 1) {
      const invoice = await platform.api<Invoice>('invoices', { amount: '9.99', currency: 'USD' });
      const watching = Promise.all((ports ?? []).map((port) => statuses(port, invoice.id)));
      await pay(platform.sixpence.dev, usdc(invoice));
      for (const told of await watching) {
        expect(told[0]).toBe('new');
        expect(told.at(-1)).toBe('settled');
      }
      await platform.expectSettledOnce(invoice.id);
    }
    await platform.expectQuiet();
  });
});

import { z } from 'zod';
import { chainId, decimalText } from '../amounts.js';
import { defineRequest } from '../define-request.js';
import { timestamp } from '../text.js';

/** How far one chain is scanned. */
export const chainStatus = z.object({
  chain: chainId,
  headNumber: z.int().nullable().describe('The newest block the node told us of'),
  scannedNumber: z.int().nullable().describe('The newest block whose transfers are booked'),
  scannedUntil: timestamp.nullable().describe('Its time: nothing in a block up to then is still unknown'),
  healthy: z.boolean(),
  dev: z.boolean(),
});

export const chainStatuses = defineRequest({
  type: 'payments.chain-status',
  service: 'payments',
  request: z.object({}),
  response: z.object({ data: z.array(chainStatus) }),
  timeoutMs: 2_000,
  changesState: false,
});

/** A payment from the dev chain's own wallet. Refused with `test_payment_unavailable` on anything but a dev node. */
export const sendTestPayment = defineRequest({
  type: 'payments.send-test-payment',
  service: 'payments',
  request: z.object({ asset: z.string(), address: z.string(), amount: decimalText }),
  response: z.object({ transaction: z.string() }),
  timeoutMs: 10_000,
  changesState: true,
});

export const paymentsRequests = [chainStatuses, sendTestPayment] as const;
export type ChainStatus = z.output<typeof chainStatus>;

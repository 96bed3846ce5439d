import { newId } from '@sixpence/schemas';
import type { WebhookAttempt } from '@sixpence/schemas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterAttempt, defaultRetryDelaysMs } from './delivery.js';
import type { DeliveryRow } from './delivery.js';

const start = new Date('2026-11-24T10:00:00.000Z');
const rules = { delaysMs: defaultRetryDelaysMs, random: 0 };

const fresh: DeliveryRow = {
  id: newId('whd'),
  endpoint_id: newId('whe'),
  store_id: newId('sto'),
  livemode: false,
  event_id: newId('evt'),
  event_type: 'invoice.settled',
  invoice_id: newId('inv'),
  body: '{}',
  status: 'pending',
  attempts: [],
  attempt_count: 0,
  next_attempt_at: start,
  version: 1,
  created_at: start,
  updated_at: start,
};

const attempt = (status: number | null): WebhookAttempt => ({
  at: start.toISOString(),
  status,
  error: null,
  durationMs: 0,
});

test('a 2xx ends a delivery', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 299 }), (status) => {
      expect(afterAttempt(fresh, attempt(status), rules)).toMatchObject({
        status: 'delivered',
        next_attempt_at: null,
        attempt_count: 1,
      });
    }),
  );
});

test('anything else, a redirect as well, is tried eight times on the schedule, and then given up', () => {
  const answers = fc.option(
    fc.oneof(fc.integer({ min: 300, max: 409 }), fc.integer({ min: 411, max: 599 })),
    { nil: null },
  );
  fc.assert(
    fc.property(fc.array(answers, { minLength: 8, maxLength: 8 }), (statuses) => {
      let delivery = fresh;
      for (const [index, status] of statuses.entries()) {
        expect(delivery.status).toBe('pending');
        delivery = afterAttempt(delivery, attempt(status), rules);
        const waitMs = (delivery.next_attempt_at?.getTime() ?? Number.NaN) - start.getTime();
        expect(waitMs).toEqual(defaultRetryDelaysMs[index] ?? Number.NaN);
      }
      expect(delivery).toMatchObject({ status: 'failed', attempt_count: 8, next_attempt_at: null });
    }),
  );
});

test('an endpoint that is gone is not tried again', () => {
  expect(afterAttempt(fresh, attempt(410), rules)).toMatchObject({ status: 'failed', next_attempt_at: null });
});

test('only the newest ten attempts are kept', () => {
  let delivery = fresh;
  const delaysMs = Array.from({ length: 20 }, () => 1);
  for (let status = 500; status < 515; status += 1)
    delivery = afterAttempt(delivery, attempt(status), { delaysMs, random: 0 });
  expect(delivery.attempts.map((kept) => kept.status)).toEqual([
    505, 506, 507, 508, 509, 510, 511, 512, 513, 514,
  ]);
  expect(delivery.attempt_count).toBe(15);
});

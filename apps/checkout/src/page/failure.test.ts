import { ConnectionError, problemOf } from '@sixpence/sdk';
import { expect, test } from 'vitest';
import { actionSentence, failureOf } from './failure.js';

test('an unknown invoice is final; everything that passes is tried again', () => {
  expect(failureOf(problemOf(404, { code: 'invoice_not_found' }), true)).toMatchObject({ isFinal: true });
  for (const status of [429, 500, 502, 503]) {
    expect(failureOf(problemOf(status, undefined), true).isFinal).toBe(false);
  }
  expect(failureOf(new ConnectionError('refused'), true).isFinal).toBe(false);
  expect(failureOf(new ConnectionError('refused'), false).title).toBe('You are offline');
});

test.each([
  problemOf(409, { code: 'invoice_not_cancelable', detail: 'x' }),
  problemOf(422, { code: 'invalid_request', field: 'email', detail: 'x' }),
  problemOf(409, { code: 'test_payment_unavailable', detail: 'Test payments work on a dev chain only' }),
  problemOf(500, undefined),
  problemOf(429, undefined),
  new ConnectionError('refused'),
  new Error('anything else'),
])('what went wrong is said in a whole sentence (%#)', (error) => {
  expect(actionSentence(error)).toMatch(/^[A-Z].*\.$/);
});

import { invoiceStatuses } from '@sixpence/schemas';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate, placementOf } from './invoice.js';
import type { InvoiceFacts, PaymentFacts } from './invoice.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 1, 12, minute));

/** An invoice over 1000 that expires at minute 15 and is monitored until minute 60. */
const invoice = (facts: Partial<InvoiceFacts> = {}): InvoiceFacts => ({
  dueValue: 1000n,
  expiresAt: at(15),
  monitoringUntil: at(60),
  canceledAt: null,
  expiredAt: null,
  closedAt: null,
  payments: [],
  ...facts,
});

const payment = (facts: Partial<PaymentFacts> = {}): PaymentFacts => ({
  value: 1000n,
  status: 'confirmed',
  disposition: 'matched',
  blockTime: at(5),
  ...facts,
});

const stateOf = (payments: PaymentFacts[], facts: Partial<InvoiceFacts> = {}) =>
  evaluate(invoice({ ...facts, payments }));

const anyMinute = fc.integer({ min: 0, max: 90 }).map(at);
const anyPayment: fc.Arbitrary<PaymentFacts> = fc.record({
  value: fc.bigInt({ min: 1n, max: 1500n }),
  status: fc.constantFrom('detected', 'confirmed', 'reorged', 'replaced'),
  disposition: fc.constantFrom('matched', 'matched', 'matched', 'held', 'unmatched'),
  blockTime: anyMinute,
});
const anyFacts: fc.Arbitrary<InvoiceFacts> = fc.record({
  dueValue: fc.constant(1000n),
  expiresAt: fc.constant(at(15)),
  monitoringUntil: fc.constant(at(60)),
  canceledAt: fc.option(anyMinute),
  expiredAt: fc.option(fc.constant(at(16))),
  closedAt: fc.option(fc.constant(at(61))),
  payments: fc.array(anyPayment, { maxLength: 6 }),
});

test('the order in which payments become known does not matter', () => {
  fc.assert(
    fc.property(anyFacts, fc.infiniteStream(fc.nat()), (facts, keys) => {
      const shuffled = facts.payments
        .map((item) => ({ item, key: keys.next().value ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ item }) => item);
      expect(evaluate({ ...facts, payments: shuffled })).toEqual(evaluate(facts));
    }),
  );
});

test('a payment that is taken back leaves the state that there would be without it, but for the mark', () => {
  fc.assert(
    fc.property(anyFacts, anyPayment, (facts, taken) => {
      const before = evaluate({ ...facts, closedAt: null });
      const after = evaluate({
        ...facts,
        closedAt: null,
        payments: [...facts.payments, { ...taken, status: 'reorged' }],
      });
      expect(after.status).toBe(before.status);
      expect(after.paidValue).toBe(before.paidValue);
      expect(after.exceptions.filter((name) => name !== 'reorged')).toEqual(
        before.exceptions.filter((name) => name !== 'reorged'),
      );
    }),
  );
});

test('every state is legal, and no invoice is settled without confirmed value that counts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const state = evaluate(facts);
      const counted = facts.payments.filter((item) => placementOf(item, facts) === 'counted');
      const sum = (statuses: string[]) =>
        counted
          .filter(({ status }) => statuses.includes(status))
          .reduce((total, { value }) => total + value, 0n);
      expect(invoiceStatuses).toContain(state.status);
      expect(state.status === 'settled').toBe(sum(['confirmed']) >= facts.dueValue);
      expect(state.status === 'processing').toBe(
        sum(['confirmed']) < facts.dueValue && sum(['confirmed', 'detected']) >= facts.dueValue,
      );
      expect(state.paidValue).toBe(sum(['confirmed', 'detected']));
      expect(state.restValue).toBe(state.paidValue >= facts.dueValue ? 0n : facts.dueValue - state.paidValue);
      if (state.status === 'canceled') expect(facts.canceledAt).not.toBeNull();
      if (state.status === 'new')
        expect([facts.canceledAt, facts.expiredAt, facts.closedAt]).toEqual([null, null, null]);
      expect(state.exceptions.includes('underpaid') && state.exceptions.includes('overpaid')).toBe(false);
    }),
  );
});

test('more confirmed money never takes a settled invoice back', () => {
  fc.assert(
    fc.property(anyFacts, anyPayment, (facts, more) => {
      fc.pre(evaluate(facts).status === 'settled');
      expect(
        evaluate({ ...facts, payments: [...facts.payments, { ...more, status: 'confirmed' }] }).status,
      ).toBe('settled');
    }),
  );
});

test('seen in full is processing, confirmed in full is settled, and several payments add up', () => {
  expect(stateOf([]).status).toBe('new');
  expect(stateOf([payment({ status: 'detected' })]).status).toBe('processing');
  expect(stateOf([payment()])).toMatchObject({ status: 'settled', exceptions: [], restValue: 0n });
  expect(stateOf([payment({ value: 400n }), payment({ value: 600n, status: 'detected' })]).status).toBe(
    'processing',
  );
  expect(stateOf([payment({ value: 400n }), payment({ value: 600n })]).status).toBe('settled');
});

test('too little is underpaid, before and after the expiry', () => {
  expect(stateOf([payment({ value: 999n })])).toMatchObject({
    status: 'new',
    exceptions: ['underpaid'],
    restValue: 1n,
  });
  expect(stateOf([payment({ value: 999n })], { expiredAt: at(16) })).toMatchObject({
    status: 'expired',
    exceptions: ['underpaid'],
  });
});

test('up to half a per cent over is not called overpaid', () => {
  expect(stateOf([payment({ value: 1005n })]).exceptions).toEqual([]);
  expect(stateOf([payment({ value: 1006n })])).toMatchObject({
    status: 'settled',
    exceptions: ['overpaid'],
    paidValue: 1006n,
  });
});

test('in time is a block whose time is not after the expiry', () => {
  expect(stateOf([payment({ blockTime: at(15) })], { expiredAt: at(16) })).toMatchObject({
    status: 'settled',
    exceptions: [],
  });
  expect(stateOf([payment({ blockTime: at(16) })], { expiredAt: at(16) })).toMatchObject({
    status: 'settled',
    exceptions: ['late'],
  });
});

test('money after the monitoring does not count', () => {
  expect(stateOf([payment({ blockTime: at(61) })], { expiredAt: at(16) })).toMatchObject({
    status: 'expired',
    exceptions: [],
    paidValue: 0n,
  });
  expect(stateOf([payment({ disposition: 'unmatched' })]).paidValue).toBe(0n);
  expect(stateOf([payment({ disposition: 'held' })]).paidValue).toBe(0n);
});

test('a canceled invoice stays canceled for money that was mined later, and takes money that was mined before', () => {
  const canceledAt = at(10);
  expect(stateOf([payment({ blockTime: at(11) })], { canceledAt })).toMatchObject({
    status: 'canceled',
    exceptions: ['late'],
    paidValue: 0n,
  });
  expect(stateOf([payment({ blockTime: at(9) })], { canceledAt })).toMatchObject({
    status: 'settled',
    exceptions: [],
  });
});

test('value taken back: open before the expiry, expired after it, invalid when there is no more time', () => {
  const taken = payment({ status: 'reorged' });
  expect(stateOf([taken])).toMatchObject({ status: 'new', exceptions: ['reorged'] });
  expect(stateOf([taken], { expiredAt: at(16) })).toMatchObject({
    status: 'expired',
    exceptions: ['reorged'],
  });
  expect(stateOf([taken], { expiredAt: at(16), closedAt: at(61) })).toMatchObject({
    status: 'invalid',
    exceptions: ['reorged'],
  });
  expect(
    stateOf([payment({ value: 1n, status: 'reorged' })], { expiredAt: at(16), closedAt: at(61) }).status,
  ).toBe('expired');
  expect(stateOf([payment({ status: 'detected' })], { expiredAt: at(16), closedAt: at(61) }).status).toBe(
    'processing',
  );
});

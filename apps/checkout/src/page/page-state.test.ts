import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exampleInvoice, exampleMethod, examplePayment } from '../invoice/example-invoice.js';
import { initialState, reducePage, type OpenPage, type PageEvent, type PageState } from './page-state.js';

const received = (invoice = exampleInvoice(), localMs = 0): PageEvent => ({
  type: 'invoice-received',
  invoice,
  localMs,
});
const after = (...events: PageEvent[]): PageState => events.reduce(reducePage, initialState);
const open = (...events: PageEvent[]) => after(...events) as OpenPage;

test('the first invoice opens the page with its first method', () => {
  const state = open(received(exampleInvoice(), 40));
  expect(state.view).toBe('open');
  expect(state.method?.id).toBe('pm_usdc');
  expect(state.clock).toEqual({ serverMs: Date.parse('2026-11-24T09:00:00.000Z'), localMs: 40 });
});

test('whatever the order in which versions come, the newest is shown', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (versions) => {
      const state = open(...versions.map((version) => received(exampleInvoice({ version }))));
      expect(state.invoice.version).toBe(Math.max(...versions));
    }),
  );
});

test('confirmations count on without a new version', () => {
  const invoice = exampleInvoice({
    payments: [examplePayment(), examplePayment({ id: 'pay_2', confirmations: 2 })],
  });
  const state = open(received(invoice), {
    type: 'confirmations-received',
    payments: [{ id: 'pay_1', confirmations: 3 }],
  });
  expect(state.invoice.payments.map((payment) => payment.confirmations)).toEqual([3, 2]);
});

test('the chosen method stays chosen, with the amounts of the newest version', () => {
  const eth = exampleMethod({ id: 'pm_eth', symbol: 'ETH', due: '0.01' });
  const methods = [exampleMethod(), eth];
  const later = [exampleMethod(), { ...eth, due: '0.005' }];
  const state = open(
    received(exampleInvoice({ paymentMethods: methods })),
    { type: 'method-chosen', methodId: 'pm_eth' },
    received(exampleInvoice({ version: 2, paymentMethods: later })),
  );
  expect(state.method).toMatchObject({ id: 'pm_eth', due: '0.005' });
});

test('that the connection is back is said until it was noticed, and only after a loss', () => {
  const live: PageEvent = { type: 'connection-changed', connection: 'live' };
  const lost: PageEvent = { type: 'connection-changed', connection: 'lost' };
  expect(open(received(), live).connection).toBe('live');
  expect(open(received(), live, lost).connection).toBe('lost');
  expect(open(received(), live, lost, live, live).connection).toBe('back');
  expect(open(received(), live, lost, live, { type: 'return-noticed' }).connection).toBe('live');
});

test('a page that has an invoice keeps it when a reading fails; one that has none says so and recovers', () => {
  const failure = { title: 'No connection', text: '.', isFinal: false };
  expect(open(received(), { type: 'reading-failed', failure }).view).toBe('open');
  expect(after({ type: 'reading-failed', failure })).toEqual({ view: 'failed', failure });
  expect(after({ type: 'reading-failed', failure }, received()).view).toBe('open');
});

test('a test payment ends its wait when the invoice changes, not when it is merely read again', () => {
  const sent: PageEvent = { type: 'action-changed', action: 'testPayment', state: { phase: 'done' } };
  expect(open(received(), sent, received()).actions.testPayment.phase).toBe('done');
  expect(open(received(), sent, received(exampleInvoice({ version: 2 }))).actions.testPayment.phase).toBe(
    'idle',
  );
});

import type { InvoiceException, InvoiceStatus } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { eventsOfChange } from './invoice-events.js';

const state = (status: InvoiceStatus, exceptions: InvoiceException[] = [], paidValue = 0n) => ({
  status,
  exceptions,
  paidValue,
});
const types = (before: ReturnType<typeof state>, after: ReturnType<typeof state>) =>
  eventsOfChange(before, after).map(({ type }) => type);

test('a new status is told by its event, and no change by none', () => {
  expect(types(state('new'), state('processing', [], 10n))).toEqual(['invoice.processing']);
  expect(types(state('processing', [], 10n), state('settled', [], 10n))).toEqual(['invoice.settled']);
  expect(types(state('new'), state('canceled'))).toEqual(['invoice.canceled']);
  expect(types(state('settled', [], 10n), state('settled', [], 10n))).toEqual([]);
});

test('leaving settled is a reopening, and the new status is told too', () => {
  expect(types(state('settled', [], 10n), state('processing', [], 10n))).toEqual([
    'invoice.reopened',
    'invoice.processing',
  ]);
  expect(types(state('settled', [], 10n), state('expired', ['reorged']))).toEqual([
    'invoice.reopened',
    'invoice.expired',
  ]);
  expect(types(state('settled', [], 10n), state('new', ['reorged']))).toEqual(['invoice.reopened']);
  expect(types(state('processing', [], 10n), state('new', ['reorged']))).toEqual(['invoice.reopened']);
});

test('underpaid is told when it begins and with every amount that comes in between, overpaid when it begins', () => {
  expect(types(state('new'), state('new', ['underpaid'], 1n))).toEqual(['invoice.underpaid']);
  expect(types(state('new', ['underpaid'], 1n), state('new', ['underpaid'], 2n))).toEqual([
    'invoice.underpaid',
  ]);
  expect(types(state('new', ['underpaid'], 1n), state('expired', ['underpaid'], 1n))).toEqual([
    'invoice.expired',
  ]);
  expect(types(state('processing', [], 10n), state('settled', ['overpaid'], 20n))).toEqual([
    'invoice.settled',
    'invoice.overpaid',
  ]);
  expect(types(state('settled', ['overpaid'], 20n), state('settled', ['overpaid'], 30n))).toEqual([]);
});

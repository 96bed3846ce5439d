import { expect, test } from 'vitest';
import { exampleInvoice, examplePayment } from '../invoice/example-invoice.js';
import { announcementOf } from './announcement.js';

const at = (time: string) => Date.parse(`2026-11-24T${time}.000Z`);

test('nothing new is said while the seconds run, but for reminders at five minutes and at one', () => {
  const said = (time: string) => announcementOf(exampleInvoice(), 'due', at(time));
  expect(said('09:00:00')).toBe('Waiting for your payment of $25.00.');
  expect(said('09:09:59')).toBe(said('09:00:00'));
  expect(said('09:10:00')).toContain('Less than 5 minutes left.');
  expect(said('09:13:59')).toBe(said('09:10:00'));
  expect(said('09:14:00')).toContain('Less than 1 minute left.');
  expect(said('09:14:59')).toBe(said('09:14:00'));
});

test('each confirmation is said', () => {
  const invoice = exampleInvoice({ status: 'processing', payments: [examplePayment({ confirmations: 2 })] });
  expect(announcementOf(invoice, 'processing', at('09:01:00'))).toBe(
    'Payment received. 2 of 3 confirmations.',
  );
});

test('the rest that is due is said in the currency of the invoice', () => {
  const invoice = exampleInvoice({ paid: '10.00', due: '15.00' });
  expect(announcementOf(invoice, 'rest-due', at('09:01:00'))).toBe('$10.00 received. $15.00 is still due.');
});

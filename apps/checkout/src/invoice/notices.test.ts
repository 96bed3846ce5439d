import type { InvoiceException } from '@sixpence/sdk';
import { expect, test } from 'vitest';
import { exampleInvoice } from './example-invoice.js';
import { noticesOf } from './notices.js';

test('an ordinary invoice has no notice', () => {
  expect(noticesOf(exampleInvoice(), 'due')).toEqual([]);
});

test.each<InvoiceException>(['overpaid', 'late', 'marked', 'reorged', 'double-spent', 'wrong-asset'])(
  'the exception %s is told in words',
  (exception) => {
    const [notice] = noticesOf(
      exampleInvoice({ status: 'settled', exception, exceptions: [exception] }),
      'settled',
    );
    expect(notice?.title).toMatch(/\w/);
    expect(notice?.text).toMatch(/\.$/);
  },
);

test('what is missing is told by the panel while it can be paid, and by a notice afterwards', () => {
  const invoice = exampleInvoice({
    paid: '10.00',
    due: '15.00',
    exception: 'underpaid',
    exceptions: ['underpaid'],
  });
  expect(noticesOf(invoice, 'rest-due')).toEqual([]);
  expect(noticesOf({ ...invoice, status: 'expired' }, 'expired')[0]?.title).toBe('$10.00 of $25.00 arrived');
});

test('a late payment is accepted on an invoice that goes on, and the shop is to be asked on one that does not', () => {
  const invoice = exampleInvoice({ exception: 'late', exceptions: ['late'] });
  expect(noticesOf(invoice, 'settled')[0]?.tone).toBe('info');
  expect(noticesOf(invoice, 'canceled')[0]?.tone).toBe('warning');
});

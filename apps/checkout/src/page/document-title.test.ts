import { expect, test } from 'vitest';
import { exampleInvoice } from '../invoice/example-invoice.js';
import { documentTitle } from './document-title.js';

test('the tab tells what is due, and what became of it', () => {
  expect(documentTitle(exampleInvoice(), 'due')).toBe('Pay $25.00 · Demo store');
  expect(documentTitle(exampleInvoice({ paid: '10.00', due: '15.00' }), 'rest-due')).toBe(
    'Pay $15.00 · Demo store',
  );
  expect(documentTitle(exampleInvoice(), 'settled')).toBe('Paid · Demo store');
});

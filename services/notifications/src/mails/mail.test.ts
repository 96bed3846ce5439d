import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleInvoice } from '../../test/sample-invoice.js';
import { messageKinds } from '../messages/message.js';
import { escapeHtml, linkOf, oneLine, timeText } from './mail-text.js';
import { mailOf } from './mail.js';

const store = { id: 'sto_1', name: 'Books & Co', email: 'shop@example.com' };

test('a receipt says who, what, how much and by which transaction, as text and as HTML', () => {
  const invoice = sampleInvoice();
  const mail = mailOf('receipt', invoice, store);
  expect(mail).toMatchObject({ senderName: 'Books & Co', replyTo: 'shop@example.com' });
  expect(mail.subject).toBe('[Test] Receipt from Books & Co: 25.00 USD');
  for (const body of [mail.text, mail.html]) {
    for (const fact of [
      '25.00 USD',
      '25 USDC',
      'Ada',
      'A-1042',
      'Two tickets',
      invoice.id,
      invoice.checkoutUrl,
    ]) {
      expect(body).toContain(fact);
    }
    expect(body).toContain(invoice.payments[0]?.transaction);
    expect(body).toContain('24 November 2026, 09:31 UTC');
  }
  expect(mail.html).toContain('Books &amp; Co');
});

test('amounts read the same whatever the locale, even one that is none', () => {
  for (const locale of ['ar-EG', 'not a locale', 'de-DE', null]) {
    const invoice = sampleInvoice({ customer: { email: 'a@b.example', name: null, locale } });
    expect(mailOf('receipt', invoice, store).text).toContain('25.00 USD');
  }
});

test('the same invoice and store give the same mail', () => {
  const invoice = sampleInvoice();
  for (const kind of messageKinds) expect(mailOf(kind, invoice, store)).toEqual(mailOf(kind, invoice, store));
});

test('real money is not called a test', () => {
  const mail = mailOf('notice-settled', sampleInvoice({ livemode: true }), store);
  expect(`${mail.subject}${mail.text}${mail.html}`).not.toContain('Test');
});

test('an invoice of many payments still gives a mail that can be read', () => {
  const invoice = sampleInvoice();
  const payments = Array.from({ length: 100 }, () => invoice.payments).flat();
  expect(mailOf('notice-settled', { ...invoice, payments }, store).text).toContain('95 more payments');
});

describe('whatever a merchant or a payer writes', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom(
      'x\r\nBcc: eve@example.com',
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '\u202Egnp.exe',
      '</title><style>*{display:none}</style>',
    ),
  );

  test('no header can be added to a mail', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.constantFrom(...messageKinds), (name, orderId, kind) => {
        const mail = mailOf(kind, sampleInvoice({ orderId }), { ...store, name });
        for (const header of [mail.subject, mail.senderName]) {
          expect(header).not.toMatch(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u);
          expect(header.isWellFormed()).toBe(true);
          expect(Array.from(header).length).toBeLessThanOrEqual(150);
        }
      }),
    );
  });

  test('no tag can be added to the HTML', () => {
    const tags = (html: string) => html.match(/<[a-z!/][^\s>]*/gi);
    const plain = sampleInvoice({
      orderId: 'x',
      description: 'x',
      customer: { email: null, name: 'x', locale: null },
    });
    fc.assert(
      fc.property(hostile, fc.constantFrom(...messageKinds), (text, kind) => {
        const customer = { email: null, name: text, locale: null };
        const invoice = { ...plain, orderId: text, description: text, customer };
        const mail = mailOf(kind, invoice, { ...store, name: text });
        expect(tags(mail.html)).toEqual(tags(mailOf(kind, plain, { ...store, name: 'x' }).html));
      }),
    );
  });

  test('a link that is no web address is left out', () => {
    const { html } = mailOf('receipt', sampleInvoice({ checkoutUrl: 'javascript:alert(1)' }), store);
    expect(html).not.toContain('javascript:');
    expect(html).not.toContain('<a ');
  });
});

test('texts are cut at characters, escaped, and times are told in UTC', () => {
  expect(oneLine(`  ${'😀'.repeat(5)}\n`, 3)).toBe('😀😀…');
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;');
  expect(linkOf('https://shop.example/?a=1&b=2')).toBe('https://shop.example/?a=1&b=2');
  expect([linkOf('ftp://x'), linkOf('data:text/html,x'), linkOf(null)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(timeText('2026-01-02T23:04:05.678Z')).toBe('2 January 2026, 23:04 UTC');
});

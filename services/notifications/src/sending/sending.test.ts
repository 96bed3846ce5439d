import { expect, test } from 'vitest';
import { outcomeOfError } from './outgoing-mail.js';
import { defaultSendingTimings, leaseMs, pauseAfter } from './sending-timings.js';
import { defaultSender, mailServerOf, messageIdOf } from './smtp-url.js';

const smtpError = (fields: { code?: string; command?: string; responseCode?: number }) =>
  Object.assign(new Error('the server said no'), fields);

test.each([
  ['an unknown mailbox', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, 'refused'],
  ['a mail it does not want', { code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, 'refused'],
  ['an address that is none', { code: 'EENVELOPE', command: 'API' }, 'refused'],
  ['a full mailbox, for now', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 }, 'failed'],
  [
    'a server that wants a login first',
    { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 530 },
    'failed',
  ],
  ['a wrong password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'failed'],
  ['a sender it does not know', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 553 }, 'failed'],
  ['a greeting of refusal', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'failed'],
  ['silence after the data', { code: 'ETIMEDOUT', command: 'CONN' }, 'failed'],
  ['a connection that broke', { code: 'ECONNECTION', command: 'CONN' }, 'failed'],
] as const)('%s: the mail is %3$s', (_what, fields, outcome) => {
  expect(outcomeOfError(smtpError(fields))).toEqual({ outcome, reason: 'the server said no' });
});

test('tries are bounded, their pauses grow to a bound, and a day without mail server loses nothing', () => {
  const pauses: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const pauseMs = pauseAfter(attempts, defaultSendingTimings);
    if (pauseMs === undefined) break;
    pauses.push(pauseMs);
  }
  expect(pauses).toHaveLength(defaultSendingTimings.maxAttempts - 1);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(Math.max(...pauses)).toBe(defaultSendingTimings.longestPauseMs);
  expect(pauses.reduce((sum, pauseMs) => sum + pauseMs)).toBeGreaterThan(24 * 3_600_000);
});

test('a lease outlasts the mail that is sent under it', () => {
  expect(leaseMs(defaultSendingTimings)).toBeGreaterThan(defaultSendingTimings.sendTimeoutMs);
});

test('a login crosses a network only under TLS', () => {
  expect(mailServerOf('smtp://u:p%40ss@mail.example.com')).toEqual({
    host: 'mail.example.com',
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: 'u', pass: 'p@ss' },
  });
  expect(mailServerOf('smtps://u:p@mail.example.com')).toMatchObject({
    port: 465,
    secure: true,
    requireTLS: false,
  });
  expect(mailServerOf('smtp://u:p@127.0.0.1:2525')).toMatchObject({ port: 2525, requireTLS: false });
  expect(mailServerOf('smtp://[::1]:25')).toMatchObject({ host: '::1', requireTLS: false, auth: undefined });
});

test('the sender is the login where that is an address, and the Message-ID is under its domain', () => {
  expect(defaultSender('smtps://shop%40example.com:p@mail.example.com')).toBe('shop@example.com');
  expect(defaultSender('smtps://key:p@mail.example.com')).toBe('sixpence@mail.example.com');
  expect(defaultSender('smtp://127.0.0.1:25')).toBe('sixpence@localhost');
  expect(messageIdOf('msg_1', 'shop@example.com')).toBe('<msg_1@example.com>');
});

import { request } from 'node:http';
import { sendReceipt } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  notificationsDatabase,
  sampleStore,
  startNotifications,
  type RunningNotifications,
} from './notifications-service.js';
import { sampleInvoice } from './sample-invoice.js';

let database: Awaited<ReturnType<typeof notificationsDatabase>>;
let service: RunningNotifications;

beforeAll(async () => {
  database = await notificationsDatabase();
  service = await startNotifications(database.url);
});
afterAll(async () => {
  await service.close();
  await database.close();
});

const get = (path: string) => fetch(new URL(path, service.app.url));

async function settled() {
  const invoice = sampleInvoice({ orderId: '<b>1</b>' });
  await service.tellStore(sampleStore(invoice.storeId));
  await service.tellInvoice('invoice.settled', invoice, { previous: 'processing' });
  return invoice;
}

interface Listed {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly invoiceId: string;
}
const listed = async (invoiceId: string): Promise<Listed[]> => {
  const { data } = (await (await get('/v1/messages')).json()) as { data: Listed[] };
  return data.filter((message) => message.invoiceId === invoiceId);
};

describe('without a mail server', () => {
  test('messages are kept, and count as sent to the mailbox', async () => {
    const invoice = await settled();
    await until(
      async () => (await database.messagesOf(invoice.id)).every(({ status }) => status === 'sent'),
      {
        what: 'both to be kept',
      },
    );
    await until(() => service.told.some(({ data }) => data.object['invoiceId'] === invoice.id), {
      what: 'to be told',
    });
    expect(service.told.at(-1)).toMatchObject({
      type: 'notification.sent',
      data: { object: { channel: 'mailbox' } },
    });
  });

  test('a browser lists them with recipient, subject and time, and shows one in a frame without rights', async () => {
    const invoice = await settled();
    const page = await get('/');
    const html = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/);
    for (const text of ['ada@example.com', 'shop@example.com', '25.00 USD', 'UTC'])
      expect(html).toContain(text);
    expect(html).not.toContain('<b>1</b>');

    const receipt = (await listed(invoice.id)).find(({ kind }) => kind === 'receipt');
    const shown = await (await get(`/messages/${receipt?.id}`)).text();
    expect(shown).toMatch(
      /<iframe [^>]*sandbox="allow-popups allow-popups-to-escape-sandbox" src="\/messages\/msg_/,
    );
    expect(shown).toContain('Your payment is complete and final.');
    const body = await get(`/messages/${receipt?.id}/body`);
    expect(body.headers.get('content-security-policy')).toContain('sandbox');
    expect(body.headers.get('x-frame-options')).toBe('SAMEORIGIN');
    const mail = await body.text();
    expect(mail).toContain('&lt;b&gt;1&lt;/b&gt;');
    expect(mail).toContain('<base target="_blank">');
  });

  test('what is not there is a problem document', async () => {
    const response = await get('/messages/msg_none');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not_found']);
    expect((await get('/v1/messages?limit=1000')).status).toBe(400);
  });

  test('a domain name that leads here is refused', async () => {
    const { hostname, port } = new URL(service.app.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ hostname, port, path: '/v1/messages', headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe('a merchant', () => {
  test.each([
    [
      'invoice.expired',
      'notice-underpaid',
      { status: 'expired', exceptions: ['underpaid'], paid: '10.00', due: '15.00' },
    ],
    ['invoice.overpaid', 'notice-overpaid', { exceptions: ['overpaid'], paid: '30.00' }],
    ['invoice.reopened', 'notice-reopened', { status: 'processing', exceptions: ['reorged'] }],
  ] as const)('hears of %s where there is something to decide', async (type, kind, given) => {
    const invoice = sampleInvoice({ ...given, exceptions: [...given.exceptions] });
    await service.tellStore(sampleStore(invoice.storeId));
    await service.tellInvoice(type, invoice, { previous: 'settled' });
    expect(
      (await database.messagesOf(invoice.id)).map((message) => [message.kind, message.recipient]),
    ).toEqual([[kind, 'shop@example.com']]);
  });
});

describe('a payer who asks for a receipt', () => {
  const ask = (invoice: ReturnType<typeof sampleInvoice>, email: string) =>
    service.client.request(sendReceipt, { invoice, email });

  test('gets one for the address, however often it is asked for', async () => {
    const invoice = sampleInvoice({ customer: null });
    await service.tellStore(sampleStore(invoice.storeId));
    const answers = await Promise.all([1, 2, 3].map(() => ask(invoice, 'eve@example.com')));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ accepted: true })));
    await ask(invoice, 'EVE@example.com');
    expect(await database.messagesOf(invoice.id)).toMatchObject([
      { kind: 'receipt', recipient: 'eve@example.com' },
    ]);
  });

  test('is refused before the invoice is settled, for what is no address, and for many addresses', async () => {
    const invoice = sampleInvoice({ customer: null });
    await service.tellStore(sampleStore(invoice.storeId));
    await expect(ask({ ...invoice, status: 'processing' }, 'a@example.com')).rejects.toMatchObject({
      code: 'invalid_request',
    });
    for (const email of ['nobody', 'a@example.com\r\nBcc: b@example.com', 'a@example.com, b@example.com']) {
      await expect(ask(invoice, email)).rejects.toMatchObject({ code: 'invalid_request', field: 'email' });
    }
    for (let at = 0; at < 5; at += 1) await ask(invoice, `payer${at}@example.com`);
    await expect(ask(invoice, 'payer6@example.com')).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(ask(invoice, 'payer0@example.com')).resolves.toEqual({ accepted: true });
  });
});

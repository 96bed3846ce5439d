import { sql } from '@sixpence/postgres';
import { testMailServer, until, type TestMailServer } from '@sixpence/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultyMailServer, type FaultyMailServer } from './faulty-mail-server.js';
import {
  knowStore,
  notificationsDatabase,
  sampleStore,
  startNotifications,
  type RunningNotifications,
} from './notifications-service.js';
import { sampleInvoice } from './sample-invoice.js';

const closing: (() => Promise<void>)[] = [];
let database: Awaited<ReturnType<typeof notificationsDatabase>>;

beforeEach(async () => {
  database = await notificationsDatabase();
  closing.push(database.close);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(
  ...options: Parameters<typeof startNotifications> extends [string, ...infer Rest] ? Rest : never
) {
  const service = await startNotifications(database.url, ...options);
  closing.push(service.close);
  return service;
}

async function mailServer(): Promise<TestMailServer> {
  const server = await testMailServer();
  closing.push(server.close);
  return server;
}

async function faulty(...fault: Parameters<typeof faultyMailServer>): Promise<FaultyMailServer> {
  const server = await faultyMailServer(...fault);
  closing.push(server.close);
  return server;
}

/** A settled invoice of a known store that wants no notices: one message, the receipt. */
async function settle(service: RunningNotifications) {
  const invoice = sampleInvoice();
  await knowStore(database.db, sampleStore(invoice.storeId, { email: null }));
  await service.tellInvoice('invoice.settled', invoice, { previous: 'processing' });
  return invoice;
}

const ended = (invoiceId: string) =>
  until(async () => (await database.messagesOf(invoiceId)).find(({ status }) => status !== 'due'), {
    what: 'the message to end',
  });

describe('a settled invoice', () => {
  test('brings the payer a receipt and the merchant a notice, and tells that both were sent', async () => {
    const mail = await mailServer();
    const service = await start({ smtpUrl: mail.url, mailFrom: 'pay@example.org' });
    const invoice = sampleInvoice();
    await service.tellStore(sampleStore(invoice.storeId));
    await service.tellInvoice('invoice.settled', invoice, { previous: 'processing' });

    const receipt = await mail.waitFor(({ to }) => to.includes('ada@example.com'));
    expect(receipt.from).toBe('pay@example.org');
    expect(receipt.message.subject).toBe('[Test] Receipt from Books & Co: 25.00 USD');
    expect(receipt.message.from?.value).toEqual([{ name: 'Books & Co', address: 'pay@example.org' }]);
    expect(receipt.message.replyTo?.value[0]?.address).toBe('shop@example.com');
    expect(receipt.message.headers.get('auto-submitted')).toBe('auto-generated');
    expect(receipt.message.text).toContain('25.00 USD');
    expect(receipt.message.html).toContain('25.00 USD');
    const notice = await mail.waitFor(({ to }) => to.includes('shop@example.com'));
    expect(notice.message.subject).toBe('[Test] Paid: 25.00 USD for order A-1042');

    await until(() => service.told.length === 2, { what: 'both to be told' });
    expect(service.told.map(({ type }) => type)).toEqual(['notification.sent', 'notification.sent']);
    expect(service.told.map(({ data }) => data.object)).toContainEqual(
      expect.objectContaining({
        kind: 'receipt',
        invoiceId: invoice.id,
        storeId: invoice.storeId,
        channel: 'smtp',
        recipientHint: 'a…@example.com',
        attempts: 1,
      }),
    );
    expect(JSON.stringify(service.told)).not.toContain('ada@example.com');
  });

  test('brings each mail once, though it is told twice and of the same event again', async () => {
    const mail = await mailServer();
    const service = await start({ smtpUrl: mail.url });
    const invoice = sampleInvoice({ customer: { email: 'Ada@example.com', name: null, locale: null } });
    await service.tellStore(sampleStore(invoice.storeId));
    const id = 'evt_01h455vb4pex5vsknk084sn02q';
    await service.tellInvoice('invoice.settled', invoice, { id, previous: 'processing' });
    await service.tellInvoice('invoice.settled', invoice, { id, previous: 'processing' });
    await service.tellInvoice('invoice.settled', { ...invoice, version: 6 }, { previous: 'processing' });
    await until(() => service.told.length === 2, { what: 'both to be told' });
    expect(mail.mails).toHaveLength(2);
    expect((await database.messagesOf(invoice.id)).map(({ kind }) => kind)).toEqual([
      'notice-settled',
      'receipt',
    ]);
  });

  test('of a store that is not known yet waits for it', async () => {
    const mail = await mailServer();
    const service = await start({ smtpUrl: mail.url });
    const invoice = sampleInvoice();
    await service.tellInvoice('invoice.settled', invoice, { previous: 'processing' });
    expect(await database.messagesOf(invoice.id)).toEqual([]);
    await service.tellStore(sampleStore(invoice.storeId, { name: 'Late Shop' }));
    const receipt = await mail.waitFor(({ to }) => to.includes('ada@example.com'));
    expect(receipt.message.subject).toContain('Late Shop');
    await mail.waitFor(({ to }) => to.includes('shop@example.com'));
  });
});

test('an old event does not take back what a newer one told of the store', async () => {
  const mail = await mailServer();
  const service = await start({ smtpUrl: mail.url });
  const invoice = sampleInvoice({ customer: null });
  await service.tellStore(sampleStore(invoice.storeId, { version: 2, email: 'new@example.com' }));
  await service.tellStore(sampleStore(invoice.storeId, { version: 1, email: 'old@example.com' }));
  await service.tellInvoice('invoice.settled', invoice, { previous: 'processing' });
  const notice = await mail.waitFor(() => true);
  expect(notice.to).toEqual(['new@example.com']);
});

describe('a mail server that', () => {
  test('refuses for now is asked again, with growing pauses, until it takes the mail', async () => {
    const mail = await mailServer();
    mail.refuseWith(451);
    const service = await start({ smtpUrl: mail.url });
    const invoice = await settle(service);
    await until(async () => (await database.messagesOf(invoice.id))[0]?.attempts === 2, {
      what: 'a second try',
    });
    mail.refuseWith(undefined);
    expect(await ended(invoice.id)).toMatchObject({ status: 'sent' });
    expect(mail.mails).toHaveLength(1);
  });

  test('refuses for good is not asked again', async () => {
    const mail = await mailServer();
    mail.refuseWith(550);
    const service = await start({ smtpUrl: mail.url });
    const invoice = await settle(service);
    expect(await ended(invoice.id)).toMatchObject({ status: 'failed', attempts: 1 });
    await until(() => service.told.length === 1, { what: 'the failure to be told' });
    expect(service.told[0]).toMatchObject({
      type: 'notification.failed',
      data: { object: { attempts: 1, kind: 'receipt' } },
    });
  });

  test('is away is tried a bounded number of times, then the message has failed', async () => {
    const gone = await testMailServer();
    await gone.close();
    const service = await start({ smtpUrl: gone.url, sending: { maxAttempts: 3 } });
    const invoice = await settle(service);
    expect(await ended(invoice.id)).toMatchObject({ status: 'failed', attempts: 3, lease_until: null });
    await until(() => service.told.length === 1, { what: 'the failure to be told' });
  });

  test('drops the connection after the data is given the mail again under the same Message-ID', async () => {
    const mail = await faulty('drop-after-data');
    const service = await start({ smtpUrl: mail.url });
    const invoice = await settle(service);
    await until(() => mail.received.length === 1, { what: 'the first mail' });
    mail.failBy(undefined);
    expect(await ended(invoice.id)).toMatchObject({ status: 'sent' });
    const ids = mail.received.map((content) => /^Message-ID: (.*)$/im.exec(content)?.[1]);
    const [message] = await database.messagesOf(invoice.id);
    expect(new Set(ids)).toEqual(new Set([`<${message?.id}@localhost>`]));
    expect(message?.attempts).toBe(ids.length);
  });

  test.each(['hang-at-greeting', 'hang-after-data'] as const)(
    'does %s is given up within bounds',
    async (fault) => {
      const mail = await faulty(fault);
      const service = await start({ smtpUrl: mail.url, sending: { silenceTimeoutMs: 300 } });
      const invoice = await settle(service);
      await until(async () => ((await database.messagesOf(invoice.id))[0]?.attempts ?? 0) >= 2, {
        what: 'a second try',
      });
      mail.failBy(undefined);
      expect(await ended(invoice.id)).toMatchObject({ status: 'sent' });
      expect(mail.connections()).toBeGreaterThan(1);
    },
  );
});

describe('processes', () => {
  test('that run side by side send each message once', async () => {
    const mail = await mailServer();
    const one = await start({ smtpUrl: mail.url });
    const other = await start({ smtpUrl: mail.url });
    const invoices = Array.from({ length: 20 }, () => sampleInvoice());
    for (const { storeId } of invoices) await knowStore(database.db, sampleStore(storeId, { email: null }));
    await Promise.all(
      invoices.map((invoice, at) =>
        (at % 2 === 0 ? one : other).tellInvoice('invoice.settled', invoice, { previous: 'processing' }),
      ),
    );
    await until(async () => (await statusCount('sent')) === 20, { what: 'all to be sent' });
    expect(mail.mails).toHaveLength(20);
    expect(new Set(mail.mails.map(({ message }) => message.messageId)).size).toBe(20);
  });

  test('that died while sending leave a message that is sent once its lease has ended', async () => {
    const mail = await mailServer();
    const hanging = await faulty('hang-after-data');
    const timings = { sendTimeoutMs: 30_000, silenceTimeoutMs: 30_000 };
    const first = await startNotifications(database.url, { smtpUrl: hanging.url, sending: timings });
    const invoice = await settle(first);
    await until(() => hanging.received.length === 1, { what: 'the mail to be on its way' });
    // What a killed process leaves: a lease that nobody holds.
    const [before] = await database.messagesOf(invoice.id);
    expect(before).toMatchObject({ status: 'due', attempts: 1 });
    expect(before?.lease_until).not.toBeNull();
    await database.db.execute(
      sql`update messages set lease = 'somebody else', lease_until = now() where id = ${before?.id}`,
    );
    await start({ smtpUrl: mail.url });
    await mail.waitFor(() => true);
    expect(await ended(invoice.id)).toMatchObject({ status: 'sent', attempts: 2 });
    // The first one, which lives after all, says nothing of a message that is no longer its own.
    await first.close();
    expect((await database.messagesOf(invoice.id))[0]).toMatchObject({ status: 'sent', attempts: 2 });
  });

  test('that stop do not wait for a mail server that hangs', async () => {
    const hanging = await faulty('hang-after-data');
    const service = await startNotifications(database.url, { smtpUrl: hanging.url });
    const invoice = await settle(service);
    await until(() => hanging.received.length === 1, { what: 'the mail to be on its way' });
    const before = performance.now();
    await service.close();
    expect(performance.now() - before).toBeLessThan(10_000);
    expect((await database.messagesOf(invoice.id))[0]).toMatchObject({ status: 'due', lease_until: null });
  });
});

async function statusCount(status: string): Promise<number> {
  const { count } = await database.db.one<{ count: number }>(
    sql`select count(*)::integer as count from messages where status = ${status}`,
  );
  return count;
}

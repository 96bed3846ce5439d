import { openDatabase, sql } from '@sixpence/postgres';
import { deleteEndpoint, getEndpoint, updateEndpoint } from '@sixpence/schemas';
import { httpSink } from '@sixpence/testkit';
import type { HttpSink } from '@sixpence/testkit';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { invoiceOf, webhooksService } from './webhooks-service.js';
import type { WebhooksService } from './webhooks-service.js';

let service: WebhooksService;
let sink: HttpSink;

beforeAll(async () => {
  service = await webhooksService({ attemptTimeoutMs: 700 });
});
afterAll(() => service?.close());
beforeEach(async () => {
  sink = await httpSink();
});
afterEach(() => sink.close());

const all = (status: string) => (deliveries: { status: string }[]) =>
  deliveries.length > 0 && deliveries.every((delivery) => delivery.status === status);

/** An endpoint at the sink that the other tests' events do not reach. */
async function endpointAtSink() {
  const endpoint = await service.endpoint({ url: sink.url });
  return {
    ...endpoint,
    remove: () => service.bus.request(deleteEndpoint, { ...service.owner, endpointId: endpoint.id }),
  };
}

test('a delivery is signed so that the standardwebhooks library verifies it, and carries the invoice', async () => {
  const endpoint = await endpointAtSink();
  const invoice = await service.settle();
  const [request] = await sink.waitFor(1);
  const headers = request!.headers as Record<string, string>;
  const event = new Webhook(endpoint.secret).verify(request!.body, headers);
  expect(event).toMatchObject({
    object: 'event',
    type: 'invoice.settled',
    data: { object: { id: invoice.id } },
  });
  expect(headers['content-type']).toBe('application/json');
  const [delivery] = await service.deliveries(invoice.id, all('delivered'));
  expect(delivery).toMatchObject({
    id: headers['webhook-id'],
    attemptCount: 1,
    attempts: [{ status: 200, error: null }],
  });
  await endpoint.remove();
});

test('what fails is sent again under the same id, until it is taken', async () => {
  const endpoint = await endpointAtSink();
  sink.answer((_request, count) => ({ status: count < 3 ? 503 : 204 }));
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('delivered'));
  expect(delivery!.attempts.map(({ status }) => status)).toEqual([503, 503, 204]);
  expect(new Set(sink.requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery!.id]));
  await endpoint.remove();
});

test('after the last attempt a delivery is given up', async () => {
  const endpoint = await endpointAtSink();
  sink.answer({ status: 500 });
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('failed'));
  expect(delivery).toMatchObject({ attemptCount: 4, nextAttemptAt: null });
  await endpoint.remove();
});

test('a redirect is a failure and is not followed', async () => {
  const target = await httpSink();
  const endpoint = await endpointAtSink();
  sink.answer({ redirect: target.url });
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('failed'));
  expect(delivery!.attempts[0]).toMatchObject({ status: 302 });
  expect(target.requests).toEqual([]);
  await endpoint.remove();
  await target.close();
});

test('an endpoint that never answers is let go in time, and a cut connection is a failure', async () => {
  const endpoint = await endpointAtSink();
  sink.answer((_request, count) => (count === 1 ? { hang: true } : { reset: true }));
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('failed'));
  expect(delivery!.attempts[0]).toMatchObject({ status: null, error: 'No whole answer within 700 ms' });
  expect(delivery!.attempts[1]!.error).toMatch(/^The endpoint could not be reached/);
  await endpoint.remove();
});

test('an answer without an end is not read to it', async () => {
  const endpoint = await endpointAtSink();
  sink.answer({ status: 200, body: 'x'.repeat(20 * 1_024 * 1_024) });
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('delivered'));
  expect(delivery!.attempts[0]!.durationMs).toBeLessThan(700);
  await endpoint.remove();
});

test('an endpoint that says it is gone is switched off', async () => {
  const endpoint = await endpointAtSink();
  sink.answer({ status: 410 });
  const invoice = await service.settle();
  const [delivery] = await service.deliveries(invoice.id, all('failed'));
  expect(delivery!.attemptCount).toBe(1);
  const shown = await service.bus.request(getEndpoint, { ...service.owner, endpointId: endpoint.id });
  expect(shown.enabled).toBe(false);
  await endpoint.remove();
});

test('an endpoint that hangs holds up no other', async () => {
  const slow = await endpointAtSink();
  sink.answer({ hang: true });
  const quick = await httpSink();
  const other = await service.endpoint({ url: quick.url });
  for (let count = 0; count < 8; count += 1) await service.settle();
  await quick.waitFor(8);
  expect(sink.requests.length).toBeLessThanOrEqual(4);
  await slow.remove();
  await service.bus.request(deleteEndpoint, { ...service.owner, endpointId: other.id });
  await quick.close();
});

test('the events of one invoice come in order while the endpoint takes them', async () => {
  const endpoint = await endpointAtSink();
  const invoice = invoiceOf(service.owner.storeId);
  for (let version = 1; version <= 10; version += 1) await service.settle(invoice, version);
  const requests = await sink.waitFor(10);
  const sequences = requests.map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);
  expect(sequences).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await endpoint.remove();
});

test('only the events that were asked for come, and none to a deleted endpoint', async () => {
  // It takes everything: once it has its delivery, the event was consumed, and nothing more can come of it.
  const witness = await service.endpoint({ url: 'http://127.0.0.1:9/' });
  const toldTo = async (invoiceId: string) => {
    const deliveries = await service.deliveries(invoiceId, (all) =>
      all.some(({ endpointId }) => endpointId === witness.id),
    );
    return deliveries.map(({ endpointId }) => endpointId).filter((id) => id !== witness.id);
  };

  const endpoint = await service.endpoint({ url: sink.url, events: ['invoice.expired'] });
  expect(await toldTo((await service.settle()).id)).toEqual([]);

  const all = { ...service.owner, endpointId: endpoint.id, events: null };
  expect((await service.bus.request(updateEndpoint, all)).events).toBeNull();
  const heard = await service.settle();
  expect(await toldTo(heard.id)).toEqual([endpoint.id]);
  const [request] = await sink.waitFor(1);
  expect(JSON.parse(request!.body)).toMatchObject({ data: { object: { id: heard.id } } });

  await service.bus.request(deleteEndpoint, { ...service.owner, endpointId: endpoint.id });
  expect(await toldTo((await service.settle()).id)).toEqual([]);
  expect(sink.requests).toHaveLength(1);
  await service.bus.request(deleteEndpoint, { ...service.owner, endpointId: witness.id });
});

test('what is being sent stays leased, however long the endpoint takes', async () => {
  const patient = await webhooksService({ attemptTimeoutMs: 8_000, retryDelaysMs: [] });
  const slow = await httpSink();
  slow.answer({ hang: true });
  await patient.endpoint({ url: slow.url });
  const invoice = await patient.settle();
  // Longer than a lease: a second sender, or this one, would have sent it again by then.
  await patient.deliveries(invoice.id, all('failed'));
  expect(slow.requests).toHaveLength(1);
  await patient.close();
  await slow.close();
});

describe('a process that died', () => {
  test('between sending and writing it down sends again, under the same id', async () => {
    const endpoint = await endpointAtSink();
    const invoice = await service.settle();
    const [delivery] = await service.deliveries(invoice.id, all('delivered'));
    // What the table holds when the process dies after the send: claimed, without an attempt, and a lease that will lapse.
    const db = openDatabase({
      url: service.database.url,
      schema: 'webhooks',
      poolSize: 1,
      applicationName: 'test',
    });
    await db.execute(sql`
      update deliveries set status = 'pending', attempts = '[]', attempt_count = 0, next_attempt_at = now(),
             lease_token = gen_random_uuid(), leased_until = now() + interval '300 milliseconds'
       where id = ${delivery!.id}`);
    await db.close();
    await service.restart();
    const requests = await sink.waitFor(2);
    expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id]);
    await endpoint.remove();
  });
});

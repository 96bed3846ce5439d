import {
  ConsumerGroup,
  DomainError,
  chainStatuses,
  createStore,
  listStores,
  sendTestPayment,
} from '@sixpence/schemas';
import type { RequestDefinition } from '@sixpence/schemas';
import { currentTraceparent, newTraceparent, traceIdOf, withTraceparent } from '@sixpence/telemetry';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusClient, BusStrategy } from '../src/index.js';
import type { BusContext, Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { busTransport } from './bus-transport.js';
import { listen, silent } from './test-group.js';

let bus: BusDatabase;
let transport: Transport;
let client: BusClient;

beforeEach(async () => {
  bus = await busDatabase();
  transport = await busTransport();
  client = new BusClient(transport);
});
afterEach(async () => {
  client.close();
  await transport.close();
  await bus.close();
});

type Answer = (payload: unknown, context?: BusContext) => unknown;

async function answering(
  service: 'core' | 'payments',
  answers: [RequestDefinition, Answer][],
): Promise<BusStrategy> {
  const strategy = new BusStrategy({
    service,
    group: ConsumerGroup[service],
    transport,
    db: bus.db,
    logger: silent,
  });
  for (const [{ type }, answer] of answers)
    strategy.addHandler(type, async (payload: unknown, context?: BusContext) => answer(payload, context));
  await listen(strategy);
  return strategy;
}

const caught = (promise: Promise<unknown>): Promise<DomainError> =>
  promise.then(
    () => expect.fail('no error'),
    (error: unknown) => error as DomainError,
  );
const status = {
  chain: 'eip155:1',
  headNumber: 5,
  scannedNumber: 4,
  scannedUntil: null,
  healthy: true,
  dev: false,
};
const payment = { asset: 'eip155:1/slip44:60', address: '0x1', amount: '1' };

test('an answer comes back checked, with nothing shared between the two sides', async () => {
  const kept = { data: [{ ...status, secret: 'x' }] };
  await answering('payments', [[chainStatuses, () => kept]]);
  const answer = await client.request(chainStatuses, {});
  expect(answer).toEqual({ data: [status] });
  answer.data.length = 0;
  expect(kept.data).toHaveLength(1);
});

test('a refusal comes back as the DomainError that was thrown', async () => {
  await answering('payments', [
    [
      sendTestPayment,
      () => {
        throw new DomainError('test_payment_unavailable', 'Not a dev chain', {
          field: 'asset',
          cause: 'private',
        });
      },
    ],
  ]);
  const error = await caught(client.request(sendTestPayment, payment));
  expect(error).toBeInstanceOf(DomainError);
  expect(error).toMatchObject({
    code: 'test_payment_unavailable',
    detail: 'Not a dev chain',
    field: 'asset',
    cause: undefined,
  });
});

test('any other failure says nothing of its inside', async () => {
  await answering('payments', [
    [
      sendTestPayment,
      () => {
        throw new Error('password hunter2');
      },
    ],
    [chainStatuses, () => ({ data: 'hunter2' })],
  ]);
  for (const asked of [client.request(sendTestPayment, payment), client.request(chainStatuses, {})]) {
    const error = await caught(asked);
    expect(error).toMatchObject({ code: 'internal_error' });
    expect(JSON.stringify(error) + error.message).not.toContain('hunter2');
  }
});

test('a payload that does not fit is our own bug, found before it is sent', async () => {
  await expect(client.request(listStores, { limit: 0 })).rejects.toThrow(TypeError);
});

test('a request without an answer in time ends, and its late answer is dropped', async () => {
  let begun = 0;
  let answered = 0;
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await answering('payments', [
    [
      chainStatuses,
      async () => {
        begun += 1;
        if (begun > 1) await held;
        answered += begun - 1;
        return { data: [] };
      },
    ],
  ]);
  // The way there and back is known then, and the next request begins at once.
  await client.request(chainStatuses, {}, { timeoutMs: 20_000 });
  const late = caught(client.request(chainStatuses, {}, { timeoutMs: 2_000 }));
  await until(() => begun === 2, { what: 'the handler' });
  expect(await late).toMatchObject({ code: 'request_timeout' });
  release();
  await until(() => answered === 1, { what: 'the late answer' });
});

test('a request waits for a service that starts later', async () => {
  const asked = client.request(chainStatuses, {}, { timeoutMs: 5_000 });
  await answering('payments', [[chainStatuses, () => ({ data: [] })]]);
  expect(await asked).toEqual({ data: [] });
  expect(
    await caught(
      client.request(
        createStore,
        { name: 'x', wallets: [{ chain: 'eip155:1', treasury: '0x1' }] },
        { timeoutMs: 30 },
      ),
    ),
  ).toMatchObject({
    code: 'request_timeout',
  });
});

test('requests that wait are bounded, and end when the application closes', async () => {
  const small = new BusClient(transport, 2);
  const waiting = [small.request(chainStatuses, {}), small.request(chainStatuses, {})].map(caught);
  expect(await caught(small.request(chainStatuses, {}))).toMatchObject({ code: 'service_unavailable' });
  small.close();
  for (const error of await Promise.all(waiting))
    expect(error).toMatchObject({ code: 'service_unavailable' });
  expect(await caught(small.request(chainStatuses, {}))).toMatchObject({ code: 'service_unavailable' });
});

test('the trace and the idempotency key reach the handler', async () => {
  const seen: { trace?: string; key?: string | null }[] = [];
  const see: Answer = (_payload, context) => {
    seen.push({ trace: traceIdOf(currentTraceparent()!), key: context!.idempotencyKey });
    return { transaction: '0x1' };
  };
  await answering('payments', [[sendTestPayment, see]]);
  const traceparent = newTraceparent();
  await withTraceparent(traceparent, () =>
    client.request(sendTestPayment, payment, { idempotencyKey: 'mine' }),
  );
  await client.request(sendTestPayment, payment);
  expect(seen[0]).toEqual({ trace: traceIdOf(traceparent), key: 'mine' });
  expect(seen[1]!.key).toMatch(/^[0-9a-f-]{36}$/);
});

test('a handler for what the catalogue does not have is refused at the start', async () => {
  const strategy = new BusStrategy({
    service: 'core',
    group: ConsumerGroup.core,
    transport,
    db: bus.db,
    logger: silent,
  });
  expect(() => strategy.addHandler('core.creat-store', async () => {})).toThrow('no such request');
  expect(() => strategy.addHandler(chainStatuses.type, async () => {})).toThrow('no such request');
  expect(() => strategy.addHandler('invoice.setled', async () => {}, true)).toThrow('no such event');
  strategy.addHandler(createStore.type, async () => {});
  expect(() => strategy.addHandler(createStore.type, async () => {})).toThrow('twice');
});

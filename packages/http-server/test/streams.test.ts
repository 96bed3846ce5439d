import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventStreams } from '../src/index.js';
import { ask } from './http-client.js';
import { handled, startShop } from './shop-app.js';
import type { Shop } from './shop-app.js';

let shop: Shop;
const sockets: Socket[] = [];
beforeEach(() => {
  handled.length = 0;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await shop.close();
});

interface Reader {
  readonly text: () => string;
  readonly ended: Promise<void>;
  readonly socket: Socket;
}

function read(path: string, { headers = '', paused = false } = {}): Reader {
  const { promise, resolve } = Promise.withResolvers<void>();
  let text = '';
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1', () =>
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n${headers}\r\n`),
  );
  socket
    .on('close', resolve)
    .on('end', resolve)
    .on('error', () => undefined);
  if (paused) socket.pause();
  else socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  sockets.push(socket);
  return { text: () => text, ended: promise, socket };
}

const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

test('an event is sent with its id, name and data, and the reader says where it was', async () => {
  shop = await startShop();
  const reader = read('/v1/orders/a/live', { headers: 'Last-Event-ID: 6\r\n' });
  await eventually(() =>
    expect(reader.text()).toContain(
      'id: 7\nevent: order\ndata: {"id":"a","after":"6","text":"two\\nlines"}\n\n',
    ),
  );
  expect(reader.text()).toMatch(/content-type: text\/event-stream/);
  expect(reader.text()).toMatch(/x-request-id: /);
});

test('an unclean Last-Event-ID is refused', async () => {
  shop = await startShop();
  const answer = await ask(`${shop.url}/v1/orders/a/live`, { headers: { 'last-event-id': 'x'.repeat(101) } });
  expect(answer.body).toMatchObject({ status: 400, field: 'Last-Event-ID' });
});

test('a silent stream is kept alive by comments', async () => {
  shop = await startShop({ heartbeatMs: 20 });
  const reader = read('/v1/orders/a/live');
  await eventually(() => expect(reader.text().match(/: still here\n\n/g)?.length).toBeGreaterThan(1));
});

test('a stream ends at its greatest age', async () => {
  shop = await startShop({ heartbeatMs: 20, maxAgeMs: 50 });
  await read('/v1/orders/a/live').ended;
  await eventually(() => expect(shop.app.get(EventStreams).size).toBe(0));
});

test('more streams than allowed for one object or in all are refused', async () => {
  shop = await startShop({ maxStreams: 2, maxStreamsPerKey: 1 });
  const first = read('/v1/orders/a/live');
  await eventually(() => expect(first.text()).toContain('id: 7'));
  expect((await ask(`${shop.url}/v1/orders/a/live`)).body).toMatchObject({
    status: 429,
    code: 'rate_limited',
  });
  const second = read('/v1/orders/b/live');
  await eventually(() => expect(second.text()).toContain('id: 7'));
  expect((await ask(`${shop.url}/v1/orders/c/live`)).body).toMatchObject({
    status: 503,
    code: 'service_unavailable',
  });
  first.socket.destroy();
  await eventually(() => expect(handled).toContain('ended a'));
  const third = read('/v1/orders/a/live');
  await eventually(() => expect(third.text()).toContain('id: 7'));
});

test('a reader that does not read is dropped', async () => {
  shop = await startShop();
  read('/v1/orders/flood/live', { paused: true });
  await eventually(() => expect(handled).toContain('ended flood'));
  expect(handled.length).toBeLessThan(1_000);
});

test('HEAD does not leave a stream open', async () => {
  shop = await startShop();
  expect((await ask(`${shop.url}/v1/orders/a/live`, { method: 'HEAD' })).status).toBe(200);
  await eventually(() => expect(shop.app.get(EventStreams).size).toBe(0));
});

test('closing the application ends its streams at once', async () => {
  shop = await startShop();
  const reader = read('/v1/orders/a/live');
  await eventually(() => expect(reader.text()).toContain('id: 7'));
  const before = performance.now();
  await Promise.all([shop.close(), reader.ended]);
  expect(performance.now() - before).toBeLessThan(2_000);
});

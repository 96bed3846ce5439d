import { Controller, Get, Module } from '@nestjs/common';
import { createLogger } from '@sixpence/telemetry';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createHttpApp, Health, httpLimits, startHttpApp } from '../src/index.js';
import { ask } from './http-client.js';
import { startShop } from './shop-app.js';

test('ready says starting until the application has started, and tells its checks afterwards', async () => {
  const shop = await startShop();
  shop.health.register('database', async () => undefined);
  expect(await ask(`${shop.url}/ready`)).toMatchObject({
    status: 200,
    body: { status: 'ready', checks: { database: 'ok' } },
  });
  await shop.close();
  expect(await shop.health.readiness()).toEqual({ status: 'closing', checks: {} });
  expect(await new Health().readiness()).toEqual({ status: 'starting', checks: {} });
});

test('a failing check makes the service unready and leaves it alive', async () => {
  const shop = await startShop();
  shop.health.register('database', () => Promise.reject(new Error('refused')));
  expect(await ask(`${shop.url}/ready`)).toMatchObject({
    status: 503,
    body: { status: 'unavailable', checks: { database: 'failed' } },
  });
  expect((await ask(`${shop.url}/healthcheck`)).status).toBe(200);
  await shop.close();
});

const entered = Promise.withResolvers<void>();
const released = Promise.withResolvers<void>();

@Controller()
class SlowController {
  @Get('slow')
  async slow(): Promise<{ done: boolean }> {
    entered.resolve();
    await released.promise;
    return { done: true };
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

test('closing waits for the request that runs, and idle connections do not hold it', async () => {
  const options = { name: 'slow', port: 0 };
  const slow = await startHttpApp(await createHttpApp(SlowModule, options), options);
  await ask(`${slow.url}/healthcheck`);
  const answer = ask(`${slow.url}/slow`);
  await entered.promise;
  const closed = slow.close();
  released.resolve();
  expect((await answer).body).toEqual({ done: true });
  await closed;
});

test('a client that never finishes its request cannot hold the application open', async () => {
  const shop = await startShop();
  const head =
    'POST /v1/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n';
  const { promise: waiting, resolve } = Promise.withResolvers<void>();
  const socket = connect(Number(new URL(shop.url).port), '127.0.0.1', () =>
    socket.write(`${head}Expect: 100-continue\r\n\r\n`),
  );
  // The server says "100 Continue" once it waits for the body.
  socket.on('error', () => undefined).once('data', () => resolve());
  await waiting;
  const before = performance.now();
  await shop.close();
  expect(performance.now() - before).toBeLessThan(httpLimits.drainMs + 3_000);
});

test('a port that is taken is an error of the start, not the end of the process', async () => {
  const shop = await startShop();
  const options = {
    name: 'second',
    logger: createLogger('second', { level: 'silent' }),
    port: Number(new URL(shop.url).port),
  };
  await expect(startHttpApp(await createHttpApp(SlowModule, options), options)).rejects.toThrow('EADDRINUSE');
  await shop.close();
});

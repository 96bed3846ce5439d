import 'reflect-metadata';
import { Catch, Controller } from '@nestjs/common';
import type { ExceptionFilter, INestApplication } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { sql } from '@sixpence/postgres';
import { DomainError, createStore, storeCreated } from '@sixpence/schemas';
import type { EventOf, RequestOf } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusClient, BusContext, Inbox, Outbox, sweepBus } from '../src/index.js';
import type { Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { busTransport } from './bus-transport.js';
import { startCoreApp } from './core-app.js';
import { noteEffect, storeEvent } from './store-events.js';

@Controller()
class StoresConsumer {
  readonly #inbox: Inbox;
  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  @EventPattern([storeCreated.type])
  async first(@Payload() event: EventOf<typeof storeCreated>, @Ctx() context: BusContext): Promise<void> {
    if (event.subject === 'flaky' && context.attempt === 1) throw new Error('once');
    await this.#inbox.once(event, noteEffect('first', event), { part: 'first' });
  }

  @EventPattern(storeCreated.type)
  async second(@Payload() event: EventOf<typeof storeCreated>): Promise<void> {
    await this.#inbox.once(event, noteEffect('second', event), { part: 'second' });
  }

  @MessagePattern(createStore.type)
  async create(@Payload() request: RequestOf<typeof createStore>): Promise<unknown> {
    throw new DomainError('invalid_address', `${request.name} has no such wallet`, {
      field: 'wallets.0.treasury',
    });
  }
}

/** What an HTTP application brings along: it could do nothing with an error of the bus. */
@Catch()
class HttpOnlyFilter implements ExceptionFilter {
  catch(): void {
    throw new Error('asked to answer a request that is not of HTTP');
  }
}

let bus: BusDatabase;
let transport: Transport;
const apps: INestApplication[] = [];

beforeEach(async () => {
  bus = await busDatabase();
  transport = await busTransport();
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await transport.close();
  await bus.close();
});

async function startApp(controllers: (typeof StoresConsumer)[] = []): Promise<INestApplication> {
  const app = await startCoreApp({
    db: bus.db,
    transport,
    retry: { firstPauseMs: 5 },
    controllers,
    providers: [{ provide: APP_FILTER, useClass: HttpOnlyFilter }],
  });
  apps.push(app);
  return app;
}

test('Nest’s own decorators handle events, each handler once, also when one of them fails at first', async () => {
  const app = await startApp([StoresConsumer]);
  const outbox = app.get(Outbox);
  await bus.db.transaction((tx) => outbox.append(tx, storeEvent('a', 1), storeEvent('flaky', 1)));
  await until(async () => (await bus.effects()).length >= 4, { what: 'the effects' });
  expect((await bus.effects()).toSorted()).toEqual([
    'first a@1',
    'first flaky@1',
    'second a@1',
    'second flaky@1',
  ]);
});

test('a request is answered past the outbox, and a refusal keeps its code and field', async () => {
  const app = await startApp([StoresConsumer]);
  const wallets = [{ chain: 'eip155:1', treasury: 'nonsense' }];
  await expect(app.get(BusClient).request(createStore, { name: 'Shop', wallets })).rejects.toMatchObject({
    code: 'invalid_address',
    detail: 'Shop has no such wallet',
    field: 'wallets.0.treasury',
  });
});

test('two effects of one event in one group must be told apart', async () => {
  @Controller()
  class Careless {
    readonly #inbox: Inbox;
    constructor(inbox: Inbox) {
      this.#inbox = inbox;
    }
    @EventPattern(storeCreated.type)
    async twice(@Payload() event: EventOf<typeof storeCreated>): Promise<void> {
      await this.#inbox.once(event, noteEffect('one', event));
      await this.#inbox.once(event, noteEffect('two', event));
    }
  }
  Reflect.defineMetadata('design:paramtypes', [Inbox], Careless);
  const app = await startApp([Careless as unknown as typeof StoresConsumer]);
  await bus.db.transaction((tx) => app.get(Outbox).append(tx, storeEvent('a', 1)));
  const letter = await until(
    () => bus.db.maybe<{ error_text: string }>(sql`select error_text from dead_letters`),
    { what: 'the dead letter' },
  );
  expect(letter.error_text).toContain('name its own part');
});

test('closing finishes what is in hand, notes the cursor, and leaves nothing behind', async () => {
  const app = await startApp([StoresConsumer]);
  await bus.db.transaction((tx) =>
    app.get(Outbox).append(tx, ...Array.from({ length: 50 }, (_, n) => storeEvent(`k${n}`, 1))),
  );
  await until(async () => (await bus.effects()).length > 10, { what: 'some effects' });
  await app.close();
  apps.length = 0;
  const before = await bus.effects();
  await startApp([StoresConsumer]);
  await until(async () => (await bus.effects()).length === 100, { what: 'all effects' });
  expect((await bus.effects()).slice(0, before.length)).toEqual(before);
});

test('old rows go when retention is due, but never before every sink has them', async () => {
  const app = await startApp([StoresConsumer]);
  await bus.db.transaction((tx) => app.get(Outbox).append(tx, storeEvent('a', 1)));
  await until(async () => (await bus.effects()).length === 2, { what: 'the effects' });
  // Into the partition of that day, which is the one for the days that nobody made a partition for.
  await bus.db.execute(sql`update outbox set day = day - 8`);
  await bus.db.execute(sql`update inbox set received_at = now() - interval '31 days'`);
  await bus.db.execute(
    sql`insert into relay_cursors (sink, epoch, txid, id) select 'in-process/away', max(number), '0', 0 from relay_epochs`,
  );
  expect(await sweepBus(bus.db)).toEqual({ partitions: 0, inbox: 2 });
  await bus.db.execute(sql`delete from relay_cursors where sink = 'in-process/away'`);
  await until(async () => (await sweepBus(bus.db)).partitions === 1, { what: 'the day to go' });
  expect(await bus.db.query(sql`select from outbox`)).toEqual([]);
});

import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Inbox, Outbox, createInProcessTransport, outboxRow } from '../src/index.js';
import type { BusRecord, Consumer, Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { startCoreApp } from './core-app.js';
import { noteEffect, storeEvent } from './store-events.js';

const calls: string[] = [];
beforeEach(() => void calls.splice(0));

@Controller()
class TogetherConsumer {
  constructor(private readonly inbox: Inbox) {}

  @EventPattern([storeCreated.type, storeUpdated.type], { batch: true })
  async take(@Payload() events: BusEvent[]): Promise<void> {
    calls.push(events.map(({ id }) => id).join(' '));
    await this.inbox.onceEach(events, async (tx, fresh) => {
      for (const event of fresh) await noteEffect('together', event)(tx);
    });
  }
}

@Controller()
class AlsoUpdatedConsumer {
  @EventPattern(storeUpdated.type)
  take(@Payload() event: BusEvent): void {
    calls.push(`also ${event.id}`);
  }
}

let bus: BusDatabase;
let consumer: Consumer | undefined;
const apps: INestApplication[] = [];
beforeEach(async () => {
  bus = await busDatabase();
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  await bus.close();
});

/** An application of these controllers, whose consumer can be spoken to as a transport does. */
async function startApp(...controllers: (new (...args: never[]) => object)[]): Promise<INestApplication> {
  const inProcess = createInProcessTransport();
  const transport = {
    ...inProcess,
    join: (joining: Consumer) => inProcess.join((consumer = joining)),
  } as Transport;
  const app = await startCoreApp({ db: bus.db, transport, controllers });
  apps.push(app);
  return app;
}

const records = (...versions: number[]): BusRecord[] =>
  versions.map((version) => {
    const row = outboxRow(storeEvent('k', version));
    const event = JSON.parse(row.envelope) as BusEvent;
    return { stream: 'store', key: 'k', version, event };
  });

test('one method takes events of all its types in one call', async () => {
  await startApp(TogetherConsumer);
  expect(await consumer?.handleTogether?.(records(1, 2, 3), [], undefined)).toBe(true);
  expect(calls).toEqual(['k@1 k@2 k@3']);
  expect(await bus.effects()).toEqual(['together k@1', 'together k@2', 'together k@3']);
});

test('where another handler wants one of them as well, they are handled one by one', async () => {
  await startApp(TogetherConsumer, AlsoUpdatedConsumer);
  expect(await consumer?.handleTogether?.(records(1, 2), [], undefined)).toBe(false);
  expect(calls).toEqual([]);
  expect(await consumer?.handleTogether?.(records(1), [], undefined)).toBe(true);
});

test('without a broker it is given each event by itself, through the same inbox', async () => {
  const app = await startApp(TogetherConsumer, AlsoUpdatedConsumer);
  await bus.db.transaction((tx) => app.get(Outbox).append(tx, storeEvent('k', 1), storeEvent('k', 2)));
  await until(async () => (await bus.effects()).length === 2, { what: 'both effects' });
  await until(() => calls.length === 3, { what: 'the other handler' });
  expect(calls.toSorted()).toEqual(['also k@2', 'k@1', 'k@2']);
});

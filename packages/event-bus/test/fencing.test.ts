import { sql } from '@sixpence/postgres';
import { ConsumerGroup } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FencedError, Inbox, Outbox, PermanentError, outboxRow } from '../src/index.js';
import type { PartitionOwner } from '../src/index.js';
import { handleEvent } from '../src/handling/handle-event.js';
import type { EventHandling } from '../src/handling/handle-event.js';
import { createLimiter } from '../src/handling/limiter.js';
import { takeOverPartition } from '../src/inbox/partition-owners.store.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { noteEffect, storeEvent } from './store-events.js';
import { silent } from './test-group.js';

let bus: BusDatabase;
beforeEach(async () => {
  bus = await busDatabase();
});
afterEach(() => bus.close());

const group = ConsumerGroup.webhooks;
const event = (key: string): BusEvent => JSON.parse(outboxRow(storeEvent(key, 1)).envelope) as BusEvent;
const takeOver = (): Promise<PartitionOwner> => takeOverPartition(bus.db, group, 'store', 3);

/** Handles an event in the name of an owner. */
function handle(key: string, owner: PartitionOwner, dispatch: EventHandling['dispatch']): Promise<void> {
  const handling: EventHandling = {
    db: bus.db,
    outbox: new Outbox('webhooks', () => {}),
    group,
    logger: silent,
    retry: { maxTries: 3, firstPauseMs: 1, maxPauseMs: 1, tryTimeoutMs: 10_000 },
    limiter: createLimiter(1),
    dispatch,
  };
  const told = event(key);
  const record = { stream: 'store', key, version: 1, event: told } as const;
  return handleEvent(handling, record, [], owner);
}

test('only the newest owner of a partition has effects of it; to be refused is no failed try', async () => {
  const inbox = new Inbox(bus.db, group);
  const first = await takeOver();
  let tries = 0;
  const effect: EventHandling['dispatch'] = async (told) => {
    tries += 1;
    await inbox.once(told, noteEffect('webhooks', told));
  };
  await handle('a', first, effect);
  const second = await takeOver();
  expect(second.epoch).toBe(first.epoch + 1n);
  await expect(handle('b', first, effect)).rejects.toThrow(FencedError);
  await handle('b', second, effect);
  expect([await bus.effects(), tries]).toEqual([['webhooks a@1', 'webhooks b@1'], 3]);
  expect(await bus.db.query(sql`select event_id from inbox order by event_id`)).toEqual([
    { event_id: 'a@1' },
    { event_id: 'b@1' },
  ]);
});

test('nobody takes a partition over in the midst of an effect', async () => {
  const inbox = new Inbox(bus.db, group);
  const first = await takeOver();
  let overtaken: Promise<PartitionOwner> | undefined;
  let order = '';
  await handle('a', first, async (told) => {
    await inbox.once(told, async (tx) => {
      overtaken = takeOver().then((owner) => {
        order += 'taken over';
        return owner;
      });
      // The other statement waits for the lock by now, or will.
      await tx.query(sql`select pg_sleep(0.2)`);
      order += 'effect, ';
    });
  });
  await overtaken;
  expect(order).toBe('effect, taken over');
});

test('an owner that was taken over from parks nothing', async () => {
  const first = await takeOver();
  await takeOver();
  const giveUp = async (): Promise<void> => {
    throw new PermanentError('never', 'this can never succeed');
  };
  await expect(handle('a', first, giveUp)).rejects.toThrow(FencedError);
  expect(await bus.db.query(sql`select from dead_letters`)).toEqual([]);
});

test('several events are noted together, each once, and given in their order', async () => {
  const inbox = new Inbox(bus.db, group);
  const all = ['a', 'b', 'c', 'b'].map(event);
  await inbox.once(all[0]!, async () => {});
  const given: string[] = [];
  const take = () => inbox.onceEach(all, async (_tx, fresh) => void given.push(...fresh.map(({ id }) => id)));
  expect([await take(), given]).toEqual([2, ['b@1', 'c@1']]);
  expect([await take(), given.length]).toEqual([0, 2]);
  await expect(
    inbox.onceEach([event('d')], async () => {
      throw new Error('changed its mind');
    }),
  ).rejects.toThrow('changed its mind');
  expect(await bus.db.query(sql`select from inbox`)).toHaveLength(3);
});

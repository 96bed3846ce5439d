import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { ConsumerGroup, storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { beforeEach, expect, test } from 'vitest';
import { BusStrategy, Inbox } from '../src/index.js';
import { onNumberedLog } from './on-kafka.js';
import { listen, silent } from './test-group.js';

await onNumberedLog('a handler that takes batches', (bench) => {
  let calls: string[][];

  beforeEach(() => {
    calls = [];
  });

  async function join(before: (events: readonly BusEvent[]) => void = () => {}): Promise<BusStrategy> {
    const retry = { maxTries: 3, firstPauseMs: 10, maxPauseMs: 20 };
    const strategy = new BusStrategy({
      service: 'admin',
      group: ConsumerGroup.admin,
      transport: bench.kafka.transport('admin'),
      db: bench.bus.db,
      logger: silent,
      retry,
    });
    const inbox = new Inbox(bench.bus.db, ConsumerGroup.admin);
    const effect = async (tx: Tx, fresh: BusEvent[]): Promise<void> => {
      const ids = fresh.map(({ id }) => id);
      await tx.execute(
        sql`insert into effects (who, what) select 'admin', id from unnest(${ids}::text[]) with ordinality as e (id, n) order by n`,
      );
    };
    // As Nest gives it: one object of extras for all patterns of a method.
    const extras = { batch: true };
    for (const { type } of [storeCreated, storeUpdated]) {
      const handler = async (events: BusEvent[]): Promise<void> => {
        calls.push(events.map(({ id }) => id));
        before(events);
        await inbox.onceEach(events, effect);
      };
      strategy.addHandler(type, handler as never, true, extras);
    }
    await listen(strategy);
    return strategy;
  }

  const ids = (count: number): string[] => Array.from({ length: count }, (_, at) => `admin k@${at + 1}`);

  test('is given a partition’s events of all its types in one call, in order, and has each effect once', async () => {
    const records = bench.log.number(0, 'a', 1, 300);
    await bench.log.write(0, [...records.slice(0, 200), ...records.slice(150)]);
    await join();
    await bench.log.committed('admin');
    expect(await bench.bus.effects()).toEqual(ids(300));
    expect(calls.length).toBeLessThan(10);
    expect(calls[0]!.slice(0, 2)).toEqual(['k@1', 'k@2']);
  });

  test('that fails is given its events one by one: what cannot succeed is parked alone, what is none as before', async () => {
    const records = bench.log.number(0, 'a', 1, 20);
    const broken = { ...records[4]!, value: Buffer.from('{not json') };
    await bench.log.write(0, [...records.slice(0, 4), broken, ...records.slice(5)]);
    await join((events) => {
      if (events.some(({ id }) => id === 'k@8')) throw new Error('poison');
    });
    await bench.log.committed('admin');
    expect(await bench.bus.effects()).toEqual(
      ids(20).filter((id) => !['admin k@5', 'admin k@8'].includes(id)),
    );
    const letters = await bench.bus.db.query(
      sql`select error_code, error_text, attempts from dead_letters order by attempts`,
    );
    expect(letters).toMatchObject([
      { error_code: 'unknown_type', attempts: 1 },
      { error_text: 'poison', attempts: 3 },
    ]);
  });
});

import { sql } from '@sixpence/postgres';
import { ConsumerGroup, deadLetterChanged, storeCreated } from '@sixpence/schemas';
import type { BusEvent, DeadLetter } from '@sixpence/schemas';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parkEvent } from '../src/dead-letters/park-event.js';
import { sweepDeadLetters } from '../src/dead-letters/sweep-dead-letters.js';
import { Outbox, createInProcessTransport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { deadLetterGuarantees } from './dead-letter-guarantees.js';

describe('dead letters in one process', () => {
  deadLetterGuarantees(async () => {
    const transport = createInProcessTransport();
    return { transport: () => transport, close: () => transport.close() };
  });
});

describe('parking', () => {
  let bus: BusDatabase;
  const outbox = new Outbox('admin', () => {});
  const desk = () => ({ db: bus.db, outbox, service: 'admin' as const, group: ConsumerGroup.admin });

  beforeEach(async () => {
    bus = await busDatabase();
  });
  afterEach(() => bus.close());

  const event = (id: string, data: unknown, type: string = storeCreated.type): BusEvent => ({
    specversion: '1.0',
    id,
    source: '/sixpence/core',
    type,
    dataversion: 1,
    subject: 'a',
    sequence: 1,
    time: new Date().toISOString(),
    storeid: 'a',
    livemode: null,
    traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-00`,
    data,
  });
  const park = (parked: BusEvent, stream: 'store' | 'dead-letter-admin' | 'dead-letter-core' = 'store') =>
    bus.db.transaction((tx) =>
      parkEvent(
        tx,
        outbox,
        ConsumerGroup.admin,
        { stream, key: parked.subject, version: 1, event: parked },
        { code: 'x', text: 'y' },
        8,
      ),
    );
  const told = async () =>
    (
      await bus.db.query<{ envelope: BusEvent<{ object: DeadLetter }> }>(
        sql`select envelope from outbox order by id`,
      )
    ).map(({ envelope }) => envelope.data.object);

  test('the letter and what is told of it are committed together, or neither is', async () => {
    await expect(
      bus.db.transaction(async (tx) => {
        const record = { stream: 'store', key: 'a', version: 1, event: event('a@1', {}) } as const;
        await parkEvent(tx, outbox, ConsumerGroup.admin, record, { code: 'x', text: 'y' }, 1);
        throw new Error('changed its mind');
      }),
    ).rejects.toThrow('changed its mind');
    expect(await told()).toEqual([]);
    expect(await bus.db.query(sql`select 1 from dead_letters`)).toEqual([]);
  });

  test('an event that is parked already is not told again', async () => {
    expect(await park(event('a@1', {}))).toBe(true);
    expect(await park(event('a@1', {}))).toBe(false);
    expect(await told()).toHaveLength(1);
  });

  test('an event whose letter would not fit a record is told without its data, and kept whole', async () => {
    await park(event('a@1', { text: 'x'.repeat(1_040_000) }));
    const [letter] = await told();
    expect(letter).toMatchObject({ dataOmitted: true, event: { id: 'a@1', data: null } });
    const { length } = await bus.db.one<{ length: number }>(
      sql`select length(event -> 'data' ->> 'text') as length from dead_letters`,
    );
    expect(length).toBe(1_040_000);
  });

  test('what PostgreSQL cannot keep is parked all the same', async () => {
    const nul = 'a\u0000b';
    await park({ ...event(`${nul}@1`, { [nul]: nul, odd: '\ud800', backslash: '\\u0000' }), subject: nul });
    expect((await told())[0]).toMatchObject({
      eventId: 'a\ufffdb@1',
      key: 'a\ufffdb',
      event: { data: { 'a\ufffdb': 'a\ufffdb', odd: '\ufffd', backslash: '\\u0000' } },
    });
  });

  test('a letter about a letter of one’s own is told by the next sweep, so that none brings forth another', async () => {
    const { type } = deadLetterChanged('admin');
    await park(event('c@1', {}, deadLetterChanged('core').type), 'dead-letter-core');
    await park(event('d@1', {}, type), 'dead-letter-admin');
    expect((await told()).map(({ eventId }) => eventId)).toEqual(['c@1']);
    expect(await sweepDeadLetters(desk())).toEqual({ deleted: 0, told: 1 });
    expect((await told()).map(({ eventId, version }) => [eventId, version])).toEqual([
      ['c@1', 1],
      ['d@1', 1],
    ]);
    expect(await sweepDeadLetters(desk())).toEqual({ deleted: 0, told: 0 });
  });

  test('letters go 30 days after they were resolved; what is parked stays', async () => {
    for (const id of ['old', 'new', 'parked']) await park(event(id, {}));
    await bus.db.execute(sql`update dead_letters set parked_at = now() - interval '90 days'`);
    const resolve = (id: string, ago: string) =>
      bus.db.execute(
        sql`update dead_letters set status = 'replayed', resolved_at = now() - ${ago}::interval where event_id = ${id}`,
      );
    await resolve('old', '31 days');
    await resolve('new', '29 days');
    expect(await sweepDeadLetters(desk())).toEqual({ deleted: 1, told: 0 });
    const left = await bus.db.query<{ event_id: string }>(
      sql`select event_id from dead_letters order by event_id`,
    );
    expect(left.map(({ event_id }) => event_id)).toEqual(['new', 'parked']);
  });
});

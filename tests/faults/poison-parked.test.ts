import { sql } from '@sixpence/postgres';
import { expect, test } from 'vitest';
import { onBroker } from './on-brokers.js';

await onBroker('a message that can never be handled', (bench) => {
  test('is parked, and its partition goes on', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    const load = bus.load(100);
    // Before and after the poison in each partition that it may be in.
    const keys = Array.from({ length: 30 }, (_, n) => `beside-${n}`);
    await bus.tell(...keys);
    const [poison, failing] = await bus.tell('poison', 'failing');
    const ends = await bus.log.ends();
    for (let partition = 0; partition < ends.length; partition += 1)
      await bus.log.write(partition, `bytes-${partition}`, `no event ${partition}`);
    await bus.tell(...keys);
    await load.stop();
    await bus.expectOnce({ parked: ['poison', 'failing'] });

    const parked = await bus.booking.query<{ event: string; code: string; stream: string }>(sql`
      select event_id as event, error_code as code, stream from dead_letters order by event_id collate "C"`);
    expect(parked).toHaveLength(2 + ends.length);
    expect(parked.find(({ event }) => event === poison)).toEqual({
      event: poison,
      code: 'poison',
      stream: 'store',
    });
    expect(parked.find(({ event }) => event === failing)).toMatchObject({ code: 'Error' });
    expect(parked.filter(({ event }) => event.startsWith('unreadable:'))).toHaveLength(ends.length);
  });
});

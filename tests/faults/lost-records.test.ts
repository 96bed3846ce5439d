import { expect, test } from 'vitest';
import { onBroker } from './on-brokers.js';

await onBroker('records that the broker acknowledged and dropped', (bench) => {
  test('are found missing, asked of their owner, and handled once and in order', async () => {
    const { bus } = bench;
    const lost = Array.from({ length: 10 }, (_, n) => `lost-${n}`);
    const everywhere = Array.from({ length: 30 }, (_, n) => `kept-${n}`);
    await bus.startTeller({ FAULTS_LOSE: 'lost-' });
    await bus.startBooker('a');
    // What a group has never had anything of has no beginning: a hole is one between two records.
    await bus.tell(...everywhere);
    await bus.expectOnce();
    const load = bus.load(100);
    for (let round = 0; round < 5; round += 1) await bus.tell(...lost);
    // After a hole there must be a record that shows it.
    await bus.tell(...everywhere);
    await load.stop();
    await bus.expectOnce();
    expect((await bus.log.read()).filter(({ key }) => key.startsWith('lost-'))).toEqual([]);
    expect((await bus.effects()).filter(({ key }) => key.startsWith('lost-'))).toHaveLength(50);
  });
});

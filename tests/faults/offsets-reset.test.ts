import { expect, test } from 'vitest';
import { onBroker } from './on-brokers.js';

await onBroker('a group whose offsets are reset to the beginning', (bench) => {
  test('has no new effect', async () => {
    const { bus } = bench;
    await bus.startTeller();
    const booker = await bus.startBooker('a');
    const load = bus.load(200);
    for (let round = 0; round < 20; round += 1) await bus.tell('first', 'second');
    await load.stop();
    await bus.expectOnce();
    expect(await booker.stop()).toBe(0);
    await bus.log.resetToBeginning(bus.group);
    expect(await bus.log.committed(bus.group)).toEqual((await bus.log.ends()).map(() => 0n));

    const again = await bus.startBooker('b');
    await bus.tell('first');
    await bus.expectOnce();
    expect(again.reports.filter(({ what }) => what === 'duplicate').length).toBeGreaterThan(40);
    expect((await bus.effects()).filter(({ member }) => member === 'b')).toHaveLength(1);
  });
});

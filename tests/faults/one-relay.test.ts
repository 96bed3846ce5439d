import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { expectNumbered, repeats } from './numbered-log.js';
import { onBroker } from './on-brokers.js';
import type { Bench } from './on-brokers.js';

/** A lease that runs out, and a busy machine. */
const TAKEN_OVER_WITHIN_MS = 60_000;

await onBroker('two relays on one shard', (bench) => {
  const more = async ({ bus }: Bench, events = 200): Promise<void> => {
    const had = await bus.count();
    await until(async () => (await bus.count()) >= had + events, {
      timeoutMs: TAKEN_OVER_WITHIN_MS,
      what: `${events} more effects`,
    });
  };

  test('publish every record once between them, and one takes over what the other leaves', async () => {
    const { bus } = bench;
    await bus.startBooker('a');
    const tellers = await Promise.all([bus.startTeller(), bus.startTeller()]);
    const load = bus.load(200);
    await more(bench);
    expect(await tellers[0].stop()).toBe(0);
    await more(bench);
    await bus.startTeller();
    await more(bench);
    expect(await tellers[1].stop()).toBe(0);
    await more(bench);
    await load.stop();
    await bus.expectOnce();
    const records = await bus.log.read();
    expect(repeats(records)).toBe(0);
    expectNumbered(records);
  });

  test('keep the order when one is stopped past its lease and goes on later', async () => {
    const { bus } = bench;
    await bus.startBooker('a');
    const tellers = await Promise.all([bus.startTeller(), bus.startTeller()]);
    const load = bus.load(200);
    for (const stopped of tellers) {
      await more(bench);
      stopped.signal('SIGSTOP');
      // All keys, thus whatever it held: only the other can bring them.
      const beside = await bus.tell(...Array.from({ length: 30 }, (_, n) => `beside-${n}`));
      await until(
        async () => {
          const had = new Set((await bus.effects()).map(({ event }) => event));
          return beside.every((event) => had.has(event));
        },
        { timeoutMs: TAKEN_OVER_WITHIN_MS, what: 'the other to take over' },
      );
      stopped.signal('SIGCONT');
      await more(bench);
    }
    await load.stop();
    await bus.expectOnce();
    expectNumbered(await bus.log.read());
  });

  test('lose nothing when one is killed', async () => {
    const { bus } = bench;
    await bus.startBooker('a');
    const tellers = await Promise.all([bus.startTeller(), bus.startTeller()]);
    const load = bus.load(200);
    await more(bench);
    await tellers[0].kill();
    // All keys, thus also of the shards that it held.
    await bus.tell(...Array.from({ length: 30 }, (_, n) => `beside-${n}`));
    await more(bench);
    await load.stop();
    await bus.expectOnce();
    expectNumbered(await bus.log.read());
  });
});

import { PRODUCE, until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { behindProxy } from './behind-proxy.js';
import { expectNumbered, repeats } from './numbered-log.js';

const ROUNDS = 2;
const KEYS = Array.from({ length: 24 }, (_, n) => `store-${n}`);

const sum = (numbers: readonly bigint[]): number => Number(numbers.reduce((all, each) => all + each, 0n));

await behindProxy('a relay killed between the broker’s acknowledgement and its cursor', (bench) => {
  test('is followed by one that says the same again: each effect once, the same numbers', async () => {
    const { bus, proxy } = bench;
    await bus.startBooker('a');
    let teller = await bus.startTeller();
    await bus.tell(...KEYS);
    await bus.expectOnce();
    let again = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // The broker has the records and has said so; what is on the wire never tells the relay.
      proxy.decideAnswers((api) => (api === PRODUCE ? 'lose' : 'pass'));
      const before = sum(await bus.log.ends());
      await bus.tell(...KEYS, ...KEYS);
      await until(async () => sum(await bus.log.ends()) > before, { timeoutMs: 30_000, what: 'records' });
      again = sum(await bus.log.ends()) - before;
      await teller.kill();
      proxy.mend();
      teller = await bus.startTeller();
      await bus.expectOnce();
    }
    expect(again).toBeGreaterThan(0);
    const records = await bus.log.read();
    expect(repeats(records)).toBeGreaterThanOrEqual(ROUNDS);
    expectNumbered(records);
  });
});

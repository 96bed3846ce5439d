import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import type { LedgerBus } from './ledger-bus.js';
import { handling } from './member-process.js';
import { onBroker } from './on-brokers.js';

const PAUSE_LIMIT_MS = 2_000;

/** The longest time in which the whole group wrote nothing, from the first effect to the last, in ms. */
async function longestPause(bus: LedgerBus): Promise<number> {
  const times = (await bus.effects()).map(({ at }) => at.getTime()).toSorted((a, b) => a - b);
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

await onBroker('a rolling restart of three consumers under load', (bench) => {
  test('loses and doubles nothing, and stops the group for 2 s at most', async () => {
    const { bus } = bench;
    await bus.startTeller();
    const members = await Promise.all(
      ['a', 'b', 'c'].map((member) => bus.startBooker(member, handling(member === 'c'))),
    );
    const load = bus.load(200);
    await until(async () => (await bus.count()) > 200, { timeoutMs: 60_000, what: 'the load' });
    for (const [at, member] of members.entries()) {
      expect(await member.stop()).toBe(0);
      const told = await bus.count();
      await bus.startBooker(`again-${at}`);
      await until(async () => (await bus.count()) > told + 100, { timeoutMs: 60_000, what: 'more effects' });
    }
    await load.stop();
    await bus.expectOnce();
    expect(await longestPause(bus)).toBeLessThanOrEqual(PAUSE_LIMIT_MS);
  });
});

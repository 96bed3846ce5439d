import { OFFSET_COMMIT, until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { behindProxy } from './behind-proxy.js';
import { handling } from './member-process.js';

const KEYS = Array.from({ length: 60 }, (_, n) => `store-${n}`);

const sum = (numbers: readonly bigint[]): number => Number(numbers.reduce((all, each) => all + each, 0n));

await behindProxy('a consumer killed after the database commit and before the offset commit', (bench) => {
  test.each([
    { name: 'one at a time', batch: false },
    { name: 'together', batch: true },
  ])('has each effect of what it handled $name once when it comes again', async ({ batch }) => {
    const { bus, proxy } = bench;
    const env = handling(batch);
    await bus.startTeller();
    const killed = await bus.startBooker('killed', env);
    await bus.tell(...KEYS);
    await bus.expectOnce();
    // What it says to the broker of its offsets gets lost on the way: its effects are committed and nobody knows.
    proxy.loseRequests(OFFSET_COMMIT);
    await bus.tell(...KEYS);
    await until(async () => (await bus.count()) > KEYS.length, { timeoutMs: 60_000, what: 'some effects' });
    await killed.kill();
    proxy.mend();
    expect(await bus.count()).toBeGreaterThan(sum(await bus.log.committed(bus.group)));
    const next = await bus.startBooker('next', env);
    await bus.tell(...KEYS);
    await bus.expectOnce();
    expect(next.reports.filter(({ what }) => what === 'duplicate').length).toBeGreaterThan(0);
  });
});

import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { onBroker } from './on-brokers.js';

const ROUNDS = 2;
const KEYS = Array.from({ length: 60 }, (_, n) => `store-${n}`);

const sum = (numbers: readonly bigint[]): number => Number(numbers.reduce((all, each) => all + each, 0n));

await onBroker('a consumer killed after the database commit and before the offset commit', (bench) => {
  test('has each effect once when the records come again', async () => {
    const { bus } = bench;
    await bus.startTeller();
    for (let round = 0; round < ROUNDS; round += 1) {
      // Handlers that take a while: the first of a batch have committed while the last have not, and no offset has moved.
      const booker = await bus.startBooker(`killed-${round}`, { FAULTS_PAUSE_MS: '25' });
      const before = await bus.count();
      for (let times = 0; times < 10; times += 1) await bus.tell(...KEYS);
      await until(async () => (await bus.count()) > before + 20, { timeoutMs: 60_000, what: 'some effects' });
      await booker.kill();
      expect(await bus.count()).toBeGreaterThan(sum(await bus.log.committed(bus.group)));
    }
    const last = await bus.startBooker('last');
    await bus.expectOnce();
    expect(last.reports.filter(({ what }) => what === 'duplicate').length).toBeGreaterThan(0);
  });
});

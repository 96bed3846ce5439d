import { expect, test } from 'vitest';
import { PRODUCE, until } from '@sixpence/testkit';
import { behindProxy } from './behind-proxy.js';
import { expectNumbered, repeats } from './numbered-log.js';

const EVENTS = 1_500;

await behindProxy('a broker whose answers are lost on the wire', (bench) => {
  test('is sent the same again: no record is acknowledged and missing, and none out of order', async () => {
    const { bus, proxy } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    let answers = 0;
    proxy.decideAnswers((api) => {
      if (api !== PRODUCE) return 'pass';
      answers += 1;
      return answers % 10 === 0 ? 'cut' : 'pass';
    });
    const load = bus.load(200);
    await until(async () => (await bus.count()) >= EVENTS, { timeoutMs: 90_000, what: 'the load' });
    proxy.mend();
    await load.stop();
    await bus.expectOnce();
    const records = await bus.log.read();
    expect(repeats(records)).toBeGreaterThan(0);
    expectNumbered(records);
  });
});

import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { handling } from './member-process.js';
import type { MemberProcess } from './member-process.js';
import { onBroker } from './on-brokers.js';

/** No more than a group has handlers at once, so that both members can have all of them in hand. */
const KEYS = Array.from({ length: 12 }, (_, n) => `store-${n}`);
/** The session, the takeover, and a busy machine. */
const TAKEN_OVER_WITHIN_MS = 60_000;

const eventsOf = (member: MemberProcess, ...what: string[]): Set<string> =>
  new Set(member.reports.filter((report) => what.includes(report.what)).map(({ event }) => event));

await onBroker('a consumer stopped past its session timeout, then continued', (bench) => {
  test.each([
    { name: 'after another had had the effects', survivorHeld: false, batch: false },
    { name: 'while another is still at work on them', survivorHeld: true, batch: false },
    { name: 'also where it takes events together', survivorHeld: true, batch: true },
  ])('writes nothing of what it had in hand, $name', async ({ survivorHeld, batch }) => {
    const { bus } = bench;
    await bus.startTeller();
    const zombie = await bus.startBooker('zombie', handling(batch));
    await bus.tell(...KEYS);
    await bus.expectOnce();
    zombie.order('hold');
    await bus.tell(...KEYS);
    const inHand = KEYS.map((key) => `${key}@2`);
    await until(() => inHand.every((event) => eventsOf(zombie, 'began').has(event)), {
      timeoutMs: 30_000,
      what: 'all to be in hand',
    });
    zombie.signal('SIGSTOP');
    // It is read when it wakes: all that it had in hand goes on to its write at that moment.
    zombie.order('release');

    const survivor = await bus.startBooker('survivor', {
      ...handling(batch),
      ...(survivorHeld && { FAULTS_HELD: '1' }),
    });
    const awaited = survivorHeld ? ['began'] : ['done', 'duplicate'];
    await until(() => inHand.every((event) => eventsOf(survivor, ...awaited).has(event)), {
      timeoutMs: TAKEN_OVER_WITHIN_MS,
      what: 'the survivor to take over',
    });
    const continuedAt = new Date();
    zombie.signal('SIGCONT');
    const outcomes = () => eventsOf(zombie, 'done', 'duplicate', 'failed');
    await until(() => inHand.every((event) => outcomes().has(event)), {
      timeoutMs: 30_000,
      what: 'the zombie to try',
    });
    // What it is given anew once it has joined again is another matter.
    const written = (await bus.effects()).filter(
      ({ event, member, beganAt }) => member === 'zombie' && inHand.includes(event) && beganAt < continuedAt,
    );
    expect(written.map(({ event }) => event)).toEqual([]);
    survivor.order('release');
    await bus.tell(...KEYS);
    await bus.expectOnce();
  });
});

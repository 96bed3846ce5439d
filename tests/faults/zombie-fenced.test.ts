import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import type { MemberProcess } from './member-process.js';
import { onBrokers } from './on-brokers.js';

const KEYS = Array.from({ length: 40 }, (_, n) => `store-${n}`);
/** The session, the takeover, and a busy machine. */
const TAKEN_OVER_WITHIN_MS = 60_000;

const eventsOf = (member: MemberProcess, ...what: string[]): Set<string> =>
  new Set(member.reports.filter((report) => what.includes(report.what)).map(({ event }) => event));

onBrokers(1, 'a consumer stopped past its session timeout, then continued', (bench) => {
  test.each([
    { name: 'after another had had the effects', survivorHeld: false },
    { name: 'while another is still at work on them', survivorHeld: true },
  ])('writes nothing of what it had in hand, $name', async ({ survivorHeld }) => {
    const { bus } = bench;
    await bus.startTeller();
    const zombie = await bus.startBooker('zombie');
    await bus.tell(...KEYS);
    await bus.expectOnce();
    zombie.order('hold');
    await bus.tell(...KEYS);
    await until(() => eventsOf(zombie, 'began').size > KEYS.length, {
      timeoutMs: 30_000,
      what: 'some to begin',
    });
    zombie.signal('SIGSTOP');
    // It is read when it wakes: all that it had in hand goes on to its write at that moment.
    zombie.order('release');
    const inHand = [...eventsOf(zombie, 'began')].filter((event) => event.endsWith('@2'));

    const survivor = await bus.startBooker('survivor', survivorHeld ? { FAULTS_HELD: '1' } : {});
    const awaited = survivorHeld ? ['began'] : ['done', 'duplicate'];
    await until(() => inHand.every((event) => eventsOf(survivor, ...awaited).has(event)), {
      timeoutMs: TAKEN_OVER_WITHIN_MS,
      what: 'the survivor to take over',
    });
    zombie.signal('SIGCONT');
    const outcomes = () => eventsOf(zombie, 'done', 'duplicate', 'failed');
    await until(() => inHand.every((event) => outcomes().has(event)), {
      timeoutMs: 30_000,
      what: 'the zombie to try',
    });
    const written = (await bus.effects()).filter(
      ({ event, member }) => member === 'zombie' && inHand.includes(event),
    );
    expect(written).toEqual([]);
    survivor.order('release');
    await bus.tell(...KEYS);
    await bus.expectOnce();
  });
});

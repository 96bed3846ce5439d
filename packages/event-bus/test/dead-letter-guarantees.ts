import { sql } from '@sixpence/postgres';
import { DomainError, discardDeadLetter, replayDeadLetter } from '@sixpence/schemas';
import type { BusEvent, DeadLetter } from '@sixpence/schemas';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusClient } from '../src/index.js';
import type { Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { storeEvent } from './store-events.js';
import { startTeller } from './store-teller.js';
import type { StoreTeller } from './store-teller.js';
import { joinGroup } from './test-group.js';

/** What carries the bus in these tests: a transport for each of the processes that take part. */
export interface Carrier {
  transport(service: 'core' | 'webhooks' | 'admin'): Transport;
  close(): Promise<void>;
}

const retry = { maxTries: 2, firstPauseMs: 5, maxPauseMs: 10 };
const timeoutMs = 20_000;
const replay = replayDeadLetter('webhooks');
const discard = discardDeadLetter('webhooks');

/** What is promised of dead letters, whichever transport there is. */
export function deadLetterGuarantees(carry: () => Promise<Carrier>): void {
  let carrier: Carrier;
  let bus: BusDatabase;
  let core: StoreTeller;
  let client: BusClient;
  let heal: () => void;
  let tries: number;

  beforeEach(async () => {
    bus = await busDatabase();
    carrier = await carry();
    core = startTeller(bus.db, carrier.transport('core'));
    client = new BusClient(carrier.transport('admin'));
  });
  afterEach(async () => {
    client.close();
    await core.relay.stop();
    await carrier.close();
    await bus.close();
  });

  const ask = (request: typeof replay | typeof discard, id: string) =>
    client.request(request, { id }, { timeoutMs });
  const refused = (request: typeof replay | typeof discard, id: string): Promise<string> =>
    ask(request, id).then(
      () => 'done',
      (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
    );
  const letters = () =>
    bus.db.query<{ id: string; status: string; error_code: string; attempts: number; changes: number }>(
      sql`select * from dead_letters order by parked_at, id`,
    );
  /** What was told of a letter, in order. */
  const told = async (id: string): Promise<DeadLetter[]> => {
    const rows = await bus.db.query<{ envelope: BusEvent<{ object: DeadLetter }> }>(
      sql`select envelope from outbox where stream = 'dead-letter-webhooks' and key = ${id} order by version`,
    );
    return rows.map(({ envelope }) => envelope.data.object);
  };

  /** A group that fails at `a@1` until it is healed, and the letter that it parked. */
  async function parked(before?: (event: BusEvent) => Promise<void>): Promise<string> {
    let failing = true;
    tries = 0;
    heal = () => {
      failing = false;
    };
    await joinGroup({
      db: bus.db,
      transport: carrier.transport('webhooks'),
      retry,
      before: async (event) => {
        if (event.id !== 'a@1') return;
        tries += 1;
        if (failing)
          throw new DomainError('store_not_found', 'There is no store; asked with sk_live_hunter2');
        await before?.(event);
      },
    });
    await core.tell('a', 1, 2);
    const [letter] = await until(async () => ((await letters()).length === 1 ? letters() : undefined), {
      what: 'the dead letter',
      timeoutMs,
    });
    await until(async () => (await bus.effects()).length === 1, { what: 'the next of its key', timeoutMs });
    return letter!.id;
  }

  test('what is parked is told with the error, the attempts, the origin and the whole event', async () => {
    const id = await parked();
    const [letter, ...more] = await told(id);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      id,
      object: 'dead_letter',
      group: 'webhooks',
      status: 'parked',
      origin: { source: '/sixpence/core' },
      eventId: 'a@1',
      eventType: 'store.created',
      stream: 'store',
      key: 'a',
      sequence: 1,
      error: { code: 'store_not_found' },
      attempts: 2,
      version: 1,
      resolvedAt: null,
      dataOmitted: false,
      event: { id: 'a@1', type: 'store.created', data: { object: { id: 'a', object: 'store' } } },
    });
    expect(letter!.error.text).not.toContain('hunter2');
  });

  test('a replay has the effect once, says so, and answers the same when it is asked again', async () => {
    const id = await parked();
    heal();
    const first = await ask(replay, id);
    expect(first).toMatchObject({ id, status: 'replayed', attempts: 3, version: 2 });
    expect(await ask(replay, id)).toEqual(first);
    expect(tries).toBe(3);
    expect(await bus.effects()).toEqual(['webhooks a@2', 'webhooks a@1']);
    expect((await told(id)).map(({ status, version }) => [status, version])).toEqual([
      ['parked', 1],
      ['replayed', 2],
    ]);
    expect(await refused(discard, id)).toBe('dead_letter_resolved');
  });

  test('of replays at the same moment one runs, the others are refused, and the effect is had once', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const id = await parked(() => held);
    heal();
    const running = ask(replay, id);
    await until(() => tries === 3, { what: 'the replay to run', timeoutMs });
    expect(await refused(replay, id)).toBe('dead_letter_busy');
    expect(await refused(discard, id)).toBe('dead_letter_busy');
    release();
    expect(await running).toMatchObject({ status: 'replayed' });
    expect(await bus.effects()).toEqual(['webhooks a@2', 'webhooks a@1']);
  });

  test('a replay that fails leaves the letter parked with the new reason, and may be tried again', async () => {
    const id = await parked();
    expect(await refused(replay, id)).toBe('dead_letter_failed_again');
    expect(await refused(replay, id)).toBe('dead_letter_failed_again');
    expect((await told(id)).map(({ status, version, attempts }) => [status, version, attempts])).toEqual([
      ['parked', 1, 2],
      ['parked', 2, 3],
      ['parked', 3, 4],
    ]);
    heal();
    expect(await ask(replay, id)).toMatchObject({ status: 'replayed', version: 4, attempts: 5 });
  });

  test('a replay whose process died holds the letter for a bounded time only', async () => {
    const id = await parked();
    heal();
    const claim = (until: string) =>
      bus.db.execute(sql`update dead_letters set claimed_until = now() + ${until}::interval`);
    await claim('30 s');
    expect(await refused(replay, id)).toBe('dead_letter_busy');
    await claim('-1 s');
    expect(await ask(replay, id)).toMatchObject({ status: 'replayed' });
  });

  test('an event that nothing handles any more is not taken for replayed', async () => {
    const id = await parked();
    heal();
    await bus.db.execute(
      sql`update dead_letters set event = jsonb_set(event, '{type}', '"invoice.created"')`,
    );
    expect(await refused(replay, id)).toBe('dead_letter_failed_again');
    expect(await letters()).toMatchObject([{ status: 'parked', error_code: 'no_handler' }]);
  });

  test('what is discarded has no effect, also when the event comes again', async () => {
    const id = await parked();
    const first = await ask(discard, id);
    expect(first).toMatchObject({ status: 'discarded', version: 2, attempts: 2 });
    expect(await ask(discard, id)).toEqual(first);
    expect(await refused(replay, id)).toBe('dead_letter_resolved');
    heal();
    // A relay that forgot what it told tells everything again.
    await core.relay.stop();
    await bus.db.execute(sql`delete from relay_cursors`);
    await bus.db.execute(sql`delete from relay_partitions`);
    core = startTeller(bus.db, carrier.transport('core'));
    await until(() => tries === 3, { what: 'the event to come again', timeoutMs });
    await core.tell('a', 3);
    await until(async () => (await bus.effects()).includes('webhooks a@3'), { what: 'the next', timeoutMs });
    expect(await bus.effects()).toEqual(['webhooks a@2', 'webhooks a@3']);
    expect((await letters()).map(({ status }) => status)).toEqual(['discarded']);
  });

  test('a letter that nobody has is refused', async () => {
    await parked();
    for (const request of [replay, discard])
      expect(await refused(request, 'dlq_nowhere')).toBe('dead_letter_not_found');
  });

  test('an event of an unknown version is parked, and its replay fails until the version is known', async () => {
    await joinGroup({ db: bus.db, transport: carrier.transport('webhooks'), retry });
    await bus.db.transaction(async (tx) => {
      await core.outbox.append(tx, storeEvent('a', 1), storeEvent('b', 1));
      tx.executeLast(
        sql`update outbox set envelope = jsonb_set(envelope, '{dataversion}', '99') where key = 'a'`,
      );
    });
    const [letter] = await until(async () => ((await letters()).length === 1 ? letters() : undefined), {
      what: 'the dead letter',
      timeoutMs,
    });
    expect(letter).toMatchObject({ error_code: 'unknown_version', attempts: 1 });
    await until(async () => (await bus.effects()).length === 1, { what: 'the other', timeoutMs });
    expect(await refused(replay, letter!.id)).toBe('dead_letter_failed_again');
    // As a release that knows the version would find it.
    await bus.db.execute(sql`update dead_letters set event = jsonb_set(event, '{dataversion}', '1')`);
    expect(await ask(replay, letter!.id)).toMatchObject({ status: 'replayed' });
    expect((await bus.effects()).toSorted()).toEqual(['webhooks a@1', 'webhooks b@1']);
  });
}

import { connectKafka, createKafkaTransport } from '@sixpence/event-bus';
import { createLogger } from '@sixpence/telemetry';
import { expect, test } from 'vitest';
import type { LedgerBus } from './ledger-bus.js';
import { handling } from './member-process.js';
import { onBroker } from './on-brokers.js';
import { paced } from './paced.js';
import { createBooker } from './processes/booker.js';

const LASTS_MS = 60_000;
const EVERY_MS = 2_000;

/** A member inside this process, which comes and goes sooner than a process does. */
async function join(bus: LedgerBus, member: string) {
  const logger = createLogger('webhooks', { level: 'silent' });
  const client = connectKafka({ brokers: bus.brokers });
  const transport = createKafkaTransport({ client, service: 'webhooks', prefix: bus.prefix, logger });
  const app = await createBooker(
    {
      databaseUrl: bus.databaseUrl,
      databasePoolSize: 4,
      host: '127.0.0.1',
      port: 0,
      transport,
      logger,
    },
    { member, batch: false, gate: () => Promise.resolve(), report: () => {} },
  );
  return async (): Promise<void> => {
    await app.close();
    await transport.close();
  };
}

await onBroker('a group that rebalances every 2 s for a minute', (bench) => {
  test('has each effect once and in order', async () => {
    const { bus } = bench;
    await bus.startTeller();
    await bus.startBooker('a');
    await bus.startBooker('b', handling(true));
    const load = bus.load(150);
    let leave: (() => Promise<void>) | undefined;
    let changes = 0;
    for await (const _turn of paced(EVERY_MS, { lastsMs: LASTS_MS })) {
      if (leave === undefined) leave = await join(bus, `guest-${changes}`);
      else {
        await leave();
        leave = undefined;
      }
      changes += 1;
    }
    await leave?.();
    await load.stop();
    await bus.expectOnce();
    expect(changes).toBeGreaterThan(20);
    const guests = (await bus.effects()).filter(({ member }) => member.startsWith('guest'));
    expect(guests.length).toBeGreaterThan(0);
  });
});

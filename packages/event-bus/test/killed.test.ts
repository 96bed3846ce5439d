import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Outbox } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { storeEvent } from './store-events.js';

const program = fileURLToPath(new URL('processes/consumer.ts', import.meta.url));
const NEVER_MS = 1_000_000_000;

let bus: BusDatabase;
beforeEach(async () => {
  bus = await busDatabase();
});
afterEach(() => bus.close());

function startConsumer(noteEveryMs: number) {
  const child = spawn(process.execPath, [program, bus.url, String(noteEveryMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => void (output += data.toString()));
  const exited = new Promise((resolve) => child.on('exit', resolve));
  return {
    lines: () => output.trim().split('\n').filter(Boolean),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

test('a process killed between the effect and the cursor has each effect once', async () => {
  const outbox = new Outbox('core', () => {});
  await bus.db.transaction((tx) =>
    outbox.append(tx, ...Array.from({ length: 30 }, (_, n) => storeEvent(`k${n}`, 1))),
  );
  // The first note of a pass is made at once: let it pass, so that what follows is handled and not noted.
  const first = startConsumer(NEVER_MS);
  await until(() => first.lines().length >= 30, { what: 'the first process' });
  await bus.db.transaction((tx) =>
    outbox.append(tx, ...Array.from({ length: 30 }, (_, n) => storeEvent(`m${n}`, 1))),
  );
  await until(() => first.lines().length >= 60, { what: 'the first process again' });
  await first.kill();
  const { ahead } = await bus.db.one<{ ahead: string }>(sql`
    select count(*) as ahead from outbox, relay_cursors c where (outbox.txid, outbox.id) > (c.txid, c.id)`);
  expect(Number(ahead)).toBeGreaterThan(0);

  const second = startConsumer(50);
  await until(() => second.lines().filter((line) => line.startsWith('duplicate')).length >= Number(ahead), {
    what: 'the duplicates',
  });
  await second.kill();
  const effects = await bus.effects();
  expect(effects).toHaveLength(60);
  expect(new Set(effects).size).toBe(60);
});

import { readFileSync } from 'node:fs';
import { sql } from '@sixpence/postgres';
import { ConsumerGroup, eventCatalogue, findEvent } from '@sixpence/schemas';
import type { BusEvent, EventDefinition } from '@sixpence/schemas';
import { tellEvent, until } from '@sixpence/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BusStrategy } from '../src/index.js';
import type { Transport } from '../src/index.js';
import { busDatabase } from './bus-database.js';
import type { BusDatabase } from './bus-database.js';
import { busTransport } from './bus-transport.js';
import { listen, silent } from './test-group.js';

let bus: BusDatabase;
let transport: Transport;

beforeEach(async () => {
  bus = await busDatabase();
  transport = await busTransport();
});
afterEach(async () => {
  await transport.close();
  await bus.close();
});

const UNKNOWN = 'ofANewerRelease';
const examples = new URL('../../schemas/examples/', import.meta.url);
const exampleOf = ({ type, version }: EventDefinition): BusEvent =>
  JSON.parse(readFileSync(new URL(`${type}.v${version}.json`, examples), 'utf8')) as BusEvent;

/** The value with a field more in each object that is in it, however deep. */
function widened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(widened);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, widened(field)]);
  return { ...Object.fromEntries(fields), [UNKNOWN]: 'x' };
}

/** A group that hears every event there is and keeps what its handlers were given. */
async function hearAll(heard: BusEvent[], types = eventCatalogue.map(({ type }) => type)): Promise<void> {
  const group = ConsumerGroup.admin;
  const strategy = new BusStrategy({ service: group, group, transport, db: bus.db, logger: silent });
  for (const type of new Set(types))
    strategy.addHandler(type, async (event: BusEvent) => void heard.push(event), true);
  await listen(strategy);
}

const tell = (event: BusEvent): Promise<void> => {
  const stream = findEvent(event.type)?.stream ?? 'store';
  return tellEvent(transport, { stream, key: event.subject, version: event.sequence, event });
};
const deadLetters = () =>
  bus.db.query<Record<string, unknown>>(sql`select event_id, error_code from dead_letters order by event_id`);

test('fields that only a newer release knows keep no event from its handler', async () => {
  const heard: BusEvent[] = [];
  await hearAll(heard);
  const told = eventCatalogue.map(exampleOf).map((event, index) => ({ ...event, id: `evt_${index}` }));
  for (const event of told) await tell(widened(event) as BusEvent);
  await until(() => heard.length >= told.length, { what: 'all of them', timeoutMs: 30_000 });
  expect(await deadLetters()).toEqual([]);
  for (const { id, data } of told) {
    expect(heard.find((event) => event.id === id)?.data).toMatchObject(data as object);
  }
});

test('a version and a type that only a newer release knows are parked, and their stream goes on', async () => {
  const heard: BusEvent[] = [];
  const definition = findEvent('store.created');
  if (definition === undefined) throw new Error('there is no such event');
  await hearAll(heard, ['store.created']);
  const event = exampleOf(definition);
  await tell({ ...event, id: 'evt_version', dataversion: definition.version + 1 });
  if (transport.kind === 'kafka') await tell({ ...event, id: 'evt_type', type: 'store.moved' });
  await tell({ ...event, id: 'evt_known' });
  await until(() => heard.some(({ id }) => id === 'evt_known'), { what: 'the known one', timeoutMs: 30_000 });
  expect(heard.map(({ id }) => id)).toEqual(['evt_known']);
  expect(await deadLetters()).toEqual([
    // In one process there is one release, and no type that it does not know.
    ...(transport.kind === 'kafka' ? [{ event_id: 'evt_type', error_code: 'unknown_type' }] : []),
    { event_id: 'evt_version', error_code: 'unknown_version' },
  ]);
});

import { defineEvent, eventCatalogue, storeCreated, upgradeFrom } from '@sixpence/schemas';
import type { BusEvent, EventDefinition } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PermanentError } from './failure.js';
import { readEvent } from './read-event.js';

const v1 = defineEvent({
  type: 'store.renamed',
  version: 1,
  stream: 'store',
  schema: z.object({ name: z.string() }),
});
const v2 = defineEvent({
  type: 'store.renamed',
  version: 2,
  stream: 'store',
  schema: z.object({ names: z.array(z.string()) }),
  upgrade: upgradeFrom(v1, ({ name }) => ({ names: [name] })),
});
const v3 = defineEvent({
  type: 'store.renamed',
  version: 3,
  stream: 'store',
  schema: z.object({ names: z.array(z.string()).min(1), by: z.string().nullable() }),
  upgrade: upgradeFrom(v2, ({ names }) => ({ names, by: null })),
});

const event = (dataversion: number, data: unknown, type = 'store.renamed'): BusEvent => ({
  specversion: '1.0',
  id: 'evt_1',
  source: '/sixpence/core',
  type,
  dataversion,
  subject: 'sto_1',
  sequence: 1,
  time: '2026-11-24T10:00:00.000Z',
  storeid: 'sto_1',
  livemode: null,
  traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
  data,
});

const refusal = (read: () => BusEvent): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof PermanentError) return error.code;
    throw error;
  }
  return 'none';
};

test('a handler is given the newest version, whichever was told', () => {
  // The order in which versions stand in the catalogue says nothing.
  const catalogue: EventDefinition[] = [v3, v1, v2];
  const newest = { dataversion: 3, data: { names: ['Ada'], by: null } };
  expect(readEvent(event(1, { name: 'Ada' }), catalogue)).toMatchObject(newest);
  expect(readEvent(event(2, { names: ['Ada'] }), catalogue)).toMatchObject(newest);
  expect(readEvent(event(3, { names: ['Ada'], by: null }), catalogue)).toMatchObject(newest);
});

test('a version that only a newer release knows, and a type of nobody’s, are told apart', () => {
  expect(refusal(() => readEvent(event(3, {}), [v1, v2]))).toBe('unknown_version');
  expect(refusal(() => readEvent(event(0, {}), [v1, v2]))).toBe('unknown_version');
  expect(refusal(() => readEvent(event(1, {}, 'store.moved'), [v1, v2]))).toBe('unknown_type');
});

test('data that does not fit its own version, or not what it was made into, is refused', () => {
  expect(refusal(() => readEvent(event(1, { names: [] }), [v1, v2, v3]))).toBe('invalid_event');
  expect(refusal(() => readEvent(event(2, { names: [] }), [v1, v2, v3]))).toBe('invalid_event');
});

test('the catalogue of the bus is the one that counts when none is given', () => {
  expect(eventCatalogue).toContain(storeCreated);
  expect(refusal(() => readEvent(event(1, {}, storeCreated.type)))).toBe('invalid_event');
  expect(refusal(() => readEvent(event(99, {}, storeCreated.type)))).toBe('unknown_version');
});

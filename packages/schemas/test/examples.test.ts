import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { eventCatalogue, streams } from '../src/index.js';
import type { BusEvent } from '../src/index.js';

/** Frozen when its version was first told: an example is added, never changed, and the shape it shows is kept for ever. */
const folder = new URL('../examples/', import.meta.url);
const files = readdirSync(folder);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as BusEvent<object>;

test.each(eventCatalogue.map(({ type, version }) => `${type}.v${version}.json`))(
  '%s shows what the event looks like',
  (file) => {
    expect(files).toContain(file);
  },
);

test.each(files)('%s parses for ever, with nothing of it lost', (file) => {
  const example = read(file);
  expect(file).toBe(`${example.type}.v${example.dataversion}.json`);
  const definition = eventCatalogue.find(
    ({ type, version }) => type === example.type && version === example.dataversion,
  );
  expect(definition?.schema.parse(example.data)).toEqual(example.data);
});

test.each(files)('%s has every attribute of the envelope', (file) => {
  const example = read(file);
  const definition = eventCatalogue.find(({ type }) => type === example.type);
  expect(Object.keys(example).toSorted()).toEqual(
    [
      'data',
      'dataversion',
      'id',
      'livemode',
      'sequence',
      'source',
      'specversion',
      'storeid',
      'subject',
      'time',
      'traceparent',
      'type',
    ].toSorted(),
  );
  expect(example.source).toBe(`/sixpence/${streams[definition!.stream]}`);
});

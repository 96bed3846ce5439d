import { invoice, publicEvent } from '@sixpence/schemas';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { projectionOf } from './projection.js';

test('fields outside the schema are left out at every depth', () => {
  const project = projectionOf(
    z.object({
      id: z.string(),
      owner: z.object({ name: z.string() }).nullable(),
      items: z.array(z.object({ sku: z.string() })).optional(),
      byKey: z.record(z.string(), z.object({ a: z.string() })),
      free: z.record(z.string(), z.unknown()),
      choice: z.union([
        z.object({ kind: z.literal('a'), a: z.string() }),
        z.object({ kind: z.literal('b'), b: z.string() }),
      ]),
    }),
  );
  const extra = { secret: 1 };
  expect(
    project({
      id: 'x',
      owner: { name: 'n', ...extra },
      items: [{ sku: 's', ...extra }],
      byKey: { k: { a: 'a', ...extra } },
      free: extra,
      choice: { kind: 'b', b: 'b', ...extra },
      ...extra,
    }),
  ).toEqual({
    id: 'x',
    owner: { name: 'n' },
    items: [{ sku: 's' }],
    byKey: { k: { a: 'a' } },
    free: extra,
    choice: { kind: 'b', b: 'b' },
  });
});

test('null, absent and empty are kept as they are', () => {
  const project = projectionOf(
    z.object({ a: z.object({ b: z.string() }).nullable(), c: z.array(z.string()).optional(), d: z.string() }),
  );
  expect(project({ a: null, d: '' })).toEqual({ a: null, d: '' });
});

test('an answer that fits none of a union is an error, not a leak', () => {
  const project = projectionOf(
    z.object({ choice: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]) }),
  );
  expect(() => project({ choice: { c: 1 } })).toThrow(TypeError);
});

test('our own schemas can all be projected', () => {
  for (const schema of [invoice, publicEvent])
    expect(projectionOf(schema)({ id: 'x', secret: 1 })).toEqual({ id: 'x' });
});

/** Which changes of a shape on the bus are let through, and which are refused with a reason. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { verdictsOnChange, verdictsOnShapes, verdictsOnVersions } from '../shapes/verdicts.mjs';
import { printed, shapeOf } from '../shapes/wire-shapes.mjs';

const event = (fields, rest = {}) => ({
  type: 'order.made',
  version: 1,
  stream: 'order',
  data: shapeOf(z.object(fields)),
  ...rest,
});
const base = {
  id: z.string(),
  note: z.string().optional(),
  state: z.enum(['new', 'paid']),
  amount: z.string().max(40),
  buyer: z.object({ name: z.string().nullable() }),
  items: z.array(z.object({ sku: z.string() })),
};
const verdicts = (fields) => verdictsOnChange(event(base), event({ ...base, ...fields }));
const without = (name) => Object.fromEntries(Object.entries(base).filter(([key]) => key !== name));

describe('breaks nobody:', () => {
  const named = z.object({ name: z.string().nullable() });
  test.each([
    ['nothing changed', {}],
    ['an optional field more', { phone: z.string().optional() }],
    [
      'an optional field more, deep inside',
      { items: z.array(z.object({ sku: z.string(), size: z.int().optional() })) },
    ],
    ['a default for what may be absent', { note: z.string().default('x') }],
    ['words about a field', { id: z.string().describe('of the order') }],
    ['values in another order', { state: z.enum(['paid', 'new']) }],
    ['a part that got a name of its own', { buyer: named.meta({ id: 'Buyer' }) }],
    ['a field that takes what it does not know', { buyer: z.looseObject({ name: z.string().nullable() }) }],
  ])('%s', (_change, fields) => {
    expect(verdicts(fields)).toEqual([]);
  });

  test('another value of a list that was made to grow', () => {
    const growing = (...words) => event({ state: z.enum(words).or(z.string()) });
    expect(verdictsOnChange(growing('new'), growing('new', 'paid'))).toEqual([]);
  });

  test('a shape that holds itself', () => {
    expect(verdictsOnChange(event({ any: z.json() }), event({ any: z.json() }))).toEqual([]);
  });
});

describe('is refused:', () => {
  test.each([
    ['a field that became optional', { id: z.string().optional() }, 'data.id may be absent now'],
    [
      'a field that became required',
      { note: z.string() },
      'data.note may be absent in what the release before',
    ],
    [
      'a new required field',
      { phone: z.string() },
      'data.phone is missing in what the release before writes',
    ],
    ['another type', { id: z.int() }, 'data.id may be any integer now'],
    ['null where there was none', { id: z.string().nullable() }, 'data.id may be null now'],
    [
      'no null where there was one',
      { buyer: z.object({ name: z.string() }) },
      'data.buyer.name may be null in what the release before writes',
    ],
    ['a value more', { state: z.enum(['new', 'paid', 'lost']) }, 'data.state may be "lost" now'],
    [
      'a value less',
      { state: z.enum(['new']) },
      'data.state may be "paid" in what the release before writes',
    ],
    ['any text instead of some values', { state: z.string() }, 'data.state may be any string now'],
    [
      'some values instead of any text',
      { id: z.enum(['a']) },
      'data.id may be any string in what the release before',
    ],
    [
      'a lower bound',
      { amount: z.string().max(20) },
      'data.amount has the maxLength 40 instead of 20 in what',
    ],
    ['a higher bound', { amount: z.string().max(80) }, 'data.amount has the maxLength 80 instead of 40 now'],
    ['no bound', { amount: z.string() }, 'data.amount has no maxLength instead of 40 now'],
    ['a first bound', { id: z.string().min(1) }, 'data.id has no minLength instead of 1 in what'],
    ['a format', { id: z.email() }, 'data.id has no format "email" in what the release before'],
    ['a whole number instead of a list', { items: z.int() }, 'data.items may be any integer now'],
    [
      'another item',
      { items: z.array(z.object({ sku: z.int() })) },
      'data.items[].sku may be any integer now',
    ],
    [
      'a renamed field deep inside',
      { items: z.array(z.object({ code: z.string() })) },
      'data.items[].sku is missing now',
    ],
  ])('%s', (_change, fields, reason) => {
    expect(verdicts(fields).join('\n')).toContain(`order.made v1: ${reason}`);
  });

  test.each(['id', 'note'])('a field that is gone, required or not: %s', (name) => {
    const found = verdictsOnChange(event(base), event(without(name)));
    expect(found).toEqual([
      `order.made v1: data.${name} is missing now, and the release before refuses or misses that`,
    ]);
  });

  test('another default: to leave a field out would mean two things', () => {
    const withDefault = (value) => event({ ...base, note: z.string().default(value) });
    expect(verdictsOnChange(withDefault('x'), withDefault('y')).join()).toContain(
      'has not the default "x" now',
    );
  });

  test('a kind less, and a kind more, of a union told apart by a mark', () => {
    const card = z.object({ kind: z.literal('card'), last4: z.string() });
    const cash = z.object({ kind: z.literal('cash') });
    const union = (...kinds) => event({ ...base, paidBy: z.discriminatedUnion('kind', kinds) });
    expect(verdictsOnChange(union(card, cash), union(card, cash))).toEqual([]);
    expect(verdictsOnChange(union(card), union(card, cash))).toHaveLength(1);
    expect(verdictsOnChange(union(card, cash), union(card))).toHaveLength(1);
    const wider = z.object({ kind: z.literal('card'), last4: z.string().nullable() });
    expect(verdictsOnChange(union(card, cash), union(wider, cash))).toEqual([
      'order.made v1: data.paidBy.last4 may be null now, and the release before refuses or misses that',
    ]);
  });

  test('an optional field more where the frozen shape takes none that it does not know', () => {
    const closed = (fields) => ({ type: 'shop.ask', request: shapeOf(z.strictObject(fields)), response: {} });
    const found = verdictsOnChange(
      closed({ a: z.string() }),
      closed({ a: z.string(), b: z.string().optional() }),
    );
    expect(found).toEqual([
      'shop.ask: request.b may be there now, and the release before refuses or misses that',
    ]);
  });

  test.each([
    ['stream', 'payment'],
    ['changesState', true],
    ['service', 'admin'],
  ])('another %s', (key, value) => {
    const found = verdictsOnChange(event(base), event(base, { [key]: value }));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`its ${key} was`);
  });

  test('a definition that is gone, for instance for a new version', () => {
    const [v1, v2] = [event(base), event({ ...base, phone: z.string() }, { version: 2 })];
    expect(verdictsOnShapes({ 'v1.json': v1 }, { 'v2.json': v2 })).toEqual([
      expect.stringContaining('order.made v1: its definition is gone'),
    ]);
    expect(verdictsOnShapes({ 'v1.json': v1 }, { 'v1.json': v1, 'v2.json': v2 })).toEqual([]);
  });

  test('a shape that takes no unknown fields, however deep', () => {
    const closed = event({ list: z.array(z.strictObject({ a: z.string() }).nullable()) });
    expect(verdictsOnShapes({}, { 'closed.json': closed })).toEqual([
      'order.made v1: data.list[] refuses unknown fields; on the bus z.object is used, not z.strictObject',
    ]);
  });
});

describe('versions of one event', () => {
  const v1 = { type: 'order.made', version: 1, stream: 'order' };
  const v2 = { ...v1, version: 2, upgrade: { from: v1, data: (older) => older } };

  test('stand side by side when each says how the one before becomes it', () => {
    expect(verdictsOnVersions([v1, v2])).toEqual([]);
  });
  test.each([
    ['without an upgrade', [v1, { ...v1, version: 2 }], 'does not say how v1 becomes it'],
    ['with a gap', [v1, { ...v2, version: 3 }], 'does not say how v2 becomes it'],
    ['in another stream', [v1, { ...v2, stream: 'payment' }], 'v1 is of the stream order'],
    ['twice', [v1, { ...v1 }], 'it is defined twice'],
  ])('are refused %s', (_how, catalogue, reason) => {
    expect(verdictsOnVersions(catalogue).join('\n')).toContain(reason);
  });
});

test('a frozen shape reads as it was written', () => {
  const shape = event(base);
  expect(JSON.parse(printed(shape))).toEqual(shape);
});

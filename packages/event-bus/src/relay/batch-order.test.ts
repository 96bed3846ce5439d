import { expect, test } from 'vitest';
import { deliveryOrder, missingPredecessors } from './batch-order.js';
import type { OutboxEntry } from './batch-order.js';

/** `a2` is version 2 of the aggregate a; `-a2` one that the sink does not want. */
function entries(text: string, from = 0): OutboxEntry[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((name, index) => {
      const wanted = !name.startsWith('-');
      const [key, version] = [name.replace('-', '').slice(0, 1), Number(name.replace('-', '').slice(1))];
      return {
        position: { epoch: 1, txid: BigInt(from + index), id: 1n },
        stream: 'store',
        key: key ?? '',
        version,
        partition: 0,
        type: 'store.updated',
        envelope: wanted ? '{}' : undefined,
      };
    });
}

const names = (ordered: readonly { key: string; version: number }[]) =>
  ordered.map(({ key, version }) => `${key}${version}`).join(' ');

test.each([
  ['what stands in order stays so', 'a1 b1 a2 b2', '', 'a1 b1 a2 b2'],
  ['a version waits for the one before it', 'a2 b1 a1', '', 'a1 a2 b1'],
  ['a chain the wrong way round is turned', 'a3 a2 a1', '', 'a1 a2 a3'],
  ['a predecessor from beyond comes just before', 'b1 a2', 'a1', 'b1 a1 a2'],
  ['several from beyond', 'a3 a5', 'a4 a2', 'a2 a3 a4 a5'],
  ['a gap that was told before is no reason to wait', 'a7 b9', '', 'a7 b9'],
])('%s', (_what, batch, pulled, expected) => {
  expect(names(deliveryOrder(entries(batch), entries(pulled, 100)))).toBe(expected);
});

test.each([
  ['a first version follows nothing', 'a1 b1', ''],
  ['one that is here is not missing', 'a1 a2', ''],
  ['one that is not here may stand beyond', 'a2 b3', 'a1 b2'],
  ['one the sink does not want may follow one it wants', '-a2 a3', 'a1'],
  ['keys the sink wants nothing of are left out', '-a2 b1', ''],
])('%s', (_what, batch, expected) => {
  expect(names(missingPredecessors(entries(batch)))).toBe(expected);
});

import { describe, expect, test } from 'vitest';
import { readNote, toNote } from './relay-number.js';
import { splitAtGaps } from './split-at-gaps.js';

const record = (epoch: string, sequence: number) => ({
  name: `${epoch}/${sequence}`,
  headers: { 'relay-epoch': epoch, 'relay-sequence': String(sequence) },
});
const unnumbered = { name: 'unnumbered', headers: {} };
const at = (epoch: string, sequence: number) => ({ epoch, sequence: BigInt(sequence) });

/** `2 3 | a 4..5 | 6`, and the newest number. */
function told(records: readonly { name: string; headers: Record<string, string> }[], before?: object) {
  const { stretches, last } = splitAtGaps(records, before as ReturnType<typeof at> | undefined);
  const texts = stretches.map(({ missing, records: of }) =>
    [
      ...(missing ? [`(${missing.epoch}/${missing.from}..${missing.to})`] : []),
      ...of.map(({ name }) => name),
    ].join(' '),
  );
  return [texts.join(' | '), last && toNote(last)];
}

describe('the records of a partition', () => {
  test('that follow one another are one stretch', () => {
    expect(told([record('a', 2), record('a', 3)], at('a', 1))).toEqual(['a/2 a/3', 'a:3']);
  });
  test('are cut where numbers are missing, at the beginning and in the midst', () => {
    expect(told([record('a', 4), record('a', 5), record('a', 9)], at('a', 2))).toEqual([
      '(a/3..3) a/4 a/5 | (a/6..8) a/9',
      'a:9',
    ]);
  });
  test('that come again are kept, and what follows the newest is no gap', () => {
    expect(told([record('a', 4), record('a', 5), record('a', 6)], at('a', 5))).toEqual([
      'a/4 a/5 a/6',
      'a:6',
    ]);
    expect(told([record('a', 2)], at('a', 5))).toEqual(['a/2', 'a:5']);
  });
  test('may begin anywhere where nothing came before', () => {
    expect(told([record('a', 70), record('a', 71)])).toEqual(['a/70 a/71', 'a:71']);
  });
  test('may begin anywhere in another epoch', () => {
    expect(told([record('a', 6), record('b', 90), record('b', 92)], at('a', 5))).toEqual([
      'a/6 b/90 | (b/91..91) b/92',
      'b:92',
    ]);
  });
  test('without a number change nothing', () => {
    expect(told([unnumbered, record('a', 6), unnumbered], at('a', 5))).toEqual([
      'unnumbered a/6 unnumbered',
      'a:6',
    ]);
    expect(told([unnumbered])).toEqual(['unnumbered', undefined]);
    expect(told([], at('a', 5))).toEqual(['', 'a:5']);
  });
});

test('a note is read as it was written; what is none is none', () => {
  expect(readNote(toNote(at('3-9f3a', 17)))).toEqual(at('3-9f3a', 17));
  for (const text of [undefined, '', 'set by hand', ':4', 'a:', 'a:1e3'])
    expect(readNote(text)).toBeUndefined();
});

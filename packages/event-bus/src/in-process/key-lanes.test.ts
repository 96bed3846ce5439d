import { expect, test } from 'vitest';
import { createKeyLanes } from './key-lanes.js';

test('one key is done in order, also after a failure; another does not wait for it', async () => {
  const lanes = createKeyLanes();
  const done: string[] = [];
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = lanes.run('a', async () => {
    await held;
    done.push('a1');
    throw new Error('a1 failed');
  });
  const second = lanes.run('a', async () => void done.push('a2'));
  await lanes.run('b', async () => void done.push('b1'));
  expect(done).toEqual(['b1']);
  release();
  await expect(first).rejects.toThrow('a1 failed');
  await second;
  await lanes.idle();
  expect(done).toEqual(['b1', 'a1', 'a2']);
});

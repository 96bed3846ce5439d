import { expect, test } from 'vitest';
import { createLimiter } from './limiter.js';

test('no more than the limit run at once, and all have their turn in order, also after failures', async () => {
  const limiter = createLimiter(3);
  const began: number[] = [];
  let running = 0;
  let most = 0;
  const work = (n: number) => async () => {
    began.push(n);
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    if (n % 2 === 0) throw new Error('even');
    return n;
  };
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => limiter.run(work(n))));
  expect(most).toBe(3);
  expect(began).toEqual(Array.from({ length: 20 }, (_, n) => n));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(limiter.load).toBe(0);
});

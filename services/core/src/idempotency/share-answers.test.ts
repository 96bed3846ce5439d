import { expect, test } from 'vitest';
import { requestHash } from './request-hash.js';
import { shareAnswers } from './share-answers.js';

const scope = { storeId: 'sto_1', livemode: false, scope: 'POST /v1/invoices', key: 'k' };
const request = (body: unknown, key = 'k') => ({ scope: { ...scope, key }, requestHash: requestHash(body) });

test('one works, and those that come meanwhile get its answer', async () => {
  const share = shareAnswers();
  let works = 0;
  const work = async () => {
    works += 1;
    await Promise.resolve();
    return `answer ${works}`;
  };
  const answers = await Promise.all([1, 2, 3].map(() => share(request('a'), work)));
  expect(answers).toEqual(['answer 1', 'answer 1', 'answer 1']);
  expect(await share(request('a'), work)).toBe('answer 2');
});

test('another body under a key that is in use is refused', async () => {
  const share = shareAnswers();
  const first = share(request('a'), async () => 'answer');
  await expect(share(request('b'), async () => 'other')).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
  expect(await first).toBe('answer');
});

test('when the one that works fails, the next one works', async () => {
  const share = shareAnswers();
  const first = share(request('a'), () => Promise.reject(new Error('lost')));
  const rest = [1, 2].map((count) => share(request('a'), async () => `answer ${count}`));
  await expect(first).rejects.toThrow('lost');
  expect(await Promise.all(rest)).toEqual(['answer 1', 'answer 1']);
});

test('other keys wait for nobody', async () => {
  const share = shareAnswers();
  const stuck = Promise.withResolvers<string>();
  const first = share(request('a'), () => stuck.promise);
  expect(await share(request('a', 'other'), async () => 'answer')).toBe('answer');
  stuck.resolve('done');
  expect(await first).toBe('done');
});

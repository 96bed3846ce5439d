import { expect, test } from 'vitest';
import { createTeardown } from './teardown.js';

const part = (
  name: string,
  seen: string[],
  stop: () => Promise<void> = async () => void seen.push(name),
) => ({
  name,
  withinMs: 50,
  stop,
});

test('later steps end first, and everything ends once', async () => {
  const seen: string[] = [];
  const teardown = createTeardown();
  teardown.add(1, part('database', seen));
  teardown.add(2, part('core', seen));
  teardown.add(2, part('payments', seen));
  await Promise.all([teardown.run(() => {}), teardown.run(() => {})]);
  expect(seen).toEqual(['core', 'payments', 'database']);
});

test('a part that fails or hangs is reported and holds up nothing', async () => {
  const seen: string[] = [];
  const reported: string[] = [];
  const teardown = createTeardown();
  teardown.add(1, part('database', seen));
  teardown.add(
    2,
    part('broken', seen, () => Promise.reject(new Error('no'))),
  );
  teardown.add(
    2,
    part('hanging', seen, () => new Promise(() => {})),
  );
  await teardown.run((name) => reported.push(name));
  expect(seen).toEqual(['database']);
  expect(reported).toEqual(['broken', 'hanging']);
});

test('what was still starting when the end came is ended too', async () => {
  const seen: string[] = [];
  const teardown = createTeardown();
  await teardown.run(() => {});
  teardown.add(1, part('late', seen));
  expect(seen).toEqual(['late']);
});

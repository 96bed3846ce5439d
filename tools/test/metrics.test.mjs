/** docs/metrics.md lists the metrics there are, all of them and no others. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the table of docs/metrics.md names the metrics of the code', () => {
  const sources = globSync('{packages,services}/*/src/**/*.ts', { cwd: root });
  const made = sources
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [
      ...readFileSync(`${root}/${path}`, 'utf8').matchAll(/\bname: '(sixpence_[a-z0-9_]+)'/g),
    ])
    .map(([, name]) => name);
  const told = [
    ...readFileSync(`${root}/docs/metrics.md`, 'utf8').matchAll(/^\| `(sixpence_[a-z0-9_]+)` \|/gm),
  ].map(([, name]) => name);
  expect(told.toSorted()).toEqual(made.toSorted());
});

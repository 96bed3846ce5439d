/** What the style check refuses, and that it leaves the rest alone. */
import { describe, expect, test } from 'vitest';
import { problemsOfFile } from '../tidy/file-rules.mjs';
import { generatedPatterns } from '../tidy/generated.mjs';
import { problemsOfPackages } from '../tidy/package-rules.mjs';

const check = (path, text = '', generated = false) =>
  problemsOfFile({ path, text, generated, checkout: '/srv/sixpence' });

describe('a file is refused', () => {
  test.each([
    ['with more than 400 lines', 'packages/money/src/rate.ts', 'x;\n'.repeat(401)],
    ['in a folder without a name', 'packages/money/src/utils/rate.ts', ''],
    ['with unfinished work', 'packages/money/src/rate.ts', `// ${'TO'}${'DO'} round`],
    [
      'that keeps other tests from running',
      'packages/money/src/rate.test.ts',
      `test.${'only'}('x', () => {});`,
    ],
    [
      'that sleeps in a test',
      'services/core/test/invoices.test.ts',
      `await new Promise((r) => ${'set'}Timeout(r, 5));`,
    ],
    ['with a path of this checkout', 'docs/ledger.md', 'see /srv/sixpence/docs'],
    ["with a path in someone's home", 'docs/ledger.md', `see /${'home'}/ada/sixpence`],
    ['that speaks SQL outside a store', 'services/core/src/invoices/get-invoice.ts', `${'sql'}\`select 1\``],
    ['with a suffix that is no layer', 'services/core/src/invoices/invoices.manager.ts', ''],
    ['in a folder below a noun', 'services/core/src/invoices/rows/row.ts', ''],
    ['as a lockfile with addresses', 'package-lock.json', '"resolved": "https://registry.npmjs.org/x.tgz"'],
  ])('%s', (_name, path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });
});

test('a store may speak SQL, a server may wait, a workspace may be linked', () => {
  expect(check('services/core/src/invoices/invoices.store.ts', 'sql`select 1`')).toEqual([]);
  expect(check('packages/event-bus/src/retry.ts', `${'set'}Timeout(retry, delayMs)`)).toEqual([]);
  expect(check('package-lock.json', '"resolved": "packages/money"')).toEqual([]);
});

test('a generated file is nobody’s style', () => {
  const [pattern] = generatedPatterns('* text=auto\ncontracts/artifacts/** linguist-generated\n');
  expect(pattern.test('contracts/artifacts/comparison/Deposit.json')).toBe(true);
  expect(pattern.test('contracts/Deposit.sol')).toBe(false);
  expect(check('docs/events.md', `/${'home'}/ada/x`, true)).toEqual([]);
});

test('packages in a circle are refused, the testkit of tests is not', () => {
  const money = { name: '@sixpence/money', dependencies: { '@sixpence/chains': '0.1.0' } };
  const chains = { name: '@sixpence/chains', dependencies: { '@sixpence/money': '0.1.0' } };
  expect(problemsOfPackages([money, chains])).toEqual([
    'packages in a circle: @sixpence/money → @sixpence/chains → @sixpence/money',
  ]);
  expect(
    problemsOfPackages([
      chains,
      { name: '@sixpence/money', devDependencies: { '@sixpence/chains': '0.1.0' } },
    ]),
  ).toEqual([]);
});

test('a version that is not exact is refused', () => {
  const manifest = {
    name: '@sixpence/money',
    dependencies: { zod: '^4.0.0', typescript: 'npm:@typescript/typescript6@6.0.2' },
  };
  expect(problemsOfPackages([manifest])).toEqual(['@sixpence/money: zod ^4.0.0 is not an exact version']);
});

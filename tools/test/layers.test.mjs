/** The dependency rule, tried on a small tree of its own: what it refuses, and what it lets pass. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../bootstrap/paths.mjs';
import { runtimeNode } from '../bootstrap/run.mjs';

const execute = promisify(execFile);

/** Files of the tree; each is a list of what it imports. */
const tree = {
  'packages/money/src/index.ts': [],
  'packages/money/src/rate.ts': ['node:fs'],
  'packages/schemas/src/index.ts': ['@sixpence/money'],
  'packages/chains/src/index.ts': ['@sixpence/money'],
  'packages/chains/src/evm/client.ts': [],
  'packages/postgres/src/index.ts': ['@sixpence/event-bus'],
  'packages/event-bus/src/index.ts': ['@sixpence/postgres'],
  'packages/event-bus/src/relay.ts': ['@sixpence/service-core'],
  'packages/testkit/src/index.ts': ['@sixpence/chains'],
  'services/core/src/index.ts': ['./core.module.js'],
  'services/core/src/main.ts': ['./index.js'],
  'services/core/src/core.module.ts': ['./invoices/invoices.module.js'],
  'services/core/src/invoices/invoice.ts': [
    '@sixpence/money',
    '@sixpence/schemas',
    '@sixpence/chains',
    'node:crypto',
    './method.js',
  ],
  'services/core/src/invoices/method.ts': [],
  'services/core/src/invoices/impure-database.ts': ['@sixpence/postgres'],
  'services/core/src/invoices/impure-file.ts': ['node:fs'],
  'services/core/src/invoices/impure-use-case.ts': ['./create-invoice.js'],
  'services/core/src/invoices/create-invoice.ts': [
    './invoice.js',
    './invoices.store.js',
    '@sixpence/event-bus',
  ],
  'services/core/src/invoices/cancel-invoice.ts': ['./invoices.controller.js'],
  'services/core/src/invoices/invoices.store.ts': ['./invoice.js', '@sixpence/postgres'],
  'services/core/src/invoices/invoices.controller.ts': ['./create-invoice.js', './invoice.js'],
  'services/core/src/invoices/invoices.consumer.ts': ['./invoices.store.js'],
  'services/core/src/invoices/invoices.module.ts': [
    './invoices.store.js',
    './create-invoice.js',
    './invoices.controller.js',
  ],
  'services/core/src/invoices/invoice.test.ts': ['./invoice.js', 'node:fs'],
  'services/core/test/invoices.test.ts': ['@sixpence/testkit', '../src/index.js'],
  'services/cron/src/index.ts': ['@sixpence/testkit'],
  'services/cron/src/schedules/start-schedule.ts': ['@sixpence/service-core'],
  'services/cron/src/schedules/read-rates.ts': ['../../../../packages/money/src/rate.js'],
  'standalone/src/index.ts': ['@sixpence/service-core', '@sixpence/service-cron'],
  'tests/payment.test.ts': ['@sixpence/standalone', '@sixpence/service-core'],
  'bench/src/index.ts': ['@sixpence/service-core'],
};

let folder;
let broken;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layers-'));
  for (const [path, imports] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const lines = imports.map(
      (name, index) => `import * as it${index} from '${name}'; export const use${index} = it${index};`,
    );
    writeFileSync(join(folder, path), [...lines, 'export {};', ''].join('\n'));
  }
  mkdirSync(join(folder, 'tools/layers'), { recursive: true });
  cpSync(join(root, 'tools/layers/tsconfig.json'), join(folder, 'tools/layers/tsconfig.json'));
  const { summary } = await cruise(folder);
  broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** dependency-cruiser's report about a tree, with the rules of this repository. */
async function cruise(cwd) {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const rules = join(root, 'tools/layers/rules.mjs');
  const folders = ['packages', 'services', 'standalone', 'tests', 'bench'];
  const args = [command, '--config', rules, '--output-type', 'json', ...folders];
  const { stdout } = await execute(runtimeNode(), args, { cwd, maxBuffer: 32 * 1024 * 1024 });
  return JSON.parse(stdout);
}

describe('the dependency rule refuses', () => {
  const core = 'services/core/src/invoices';
  test.each([
    [
      'a pure file that speaks to the database',
      'pure-files-import-pure-files',
      `${core}/impure-database.ts`,
      'packages/postgres/src/index.ts',
    ],
    ['a pure file that reads files', 'pure-files-import-pure-files', `${core}/impure-file.ts`, 'fs'],
    [
      'a pure file that calls a use case',
      'pure-files-import-pure-files',
      `${core}/impure-use-case.ts`,
      `${core}/create-invoice.ts`,
    ],
    [
      'a use case that knows its controller',
      'use-cases-import-pure-files-and-stores',
      `${core}/cancel-invoice.ts`,
      `${core}/invoices.controller.ts`,
    ],
    [
      'a consumer that goes past the use case',
      'controllers-import-use-cases',
      `${core}/invoices.consumer.ts`,
      `${core}/invoices.store.ts`,
    ],
    [
      'a service that imports another',
      'services-import-packages-never-each-other',
      'services/cron/src/schedules/start-schedule.ts',
      'services/core/src/index.ts',
    ],
    [
      'a package that imports a service',
      'standalone-alone-imports-services',
      'packages/event-bus/src/relay.ts',
      'services/core/src/index.ts',
    ],
    [
      'a service that ships the testkit',
      'the-testkit-is-for-tests',
      'services/cron/src/index.ts',
      'packages/testkit/src/index.ts',
    ],
    [
      "a path into another package's sources",
      'packages-are-imported-by-name',
      'services/cron/src/schedules/read-rates.ts',
      'packages/money/src/rate.ts',
    ],
    ['money that reads files', 'money-is-pure', 'packages/money/src/rate.ts', 'fs'],
    [
      'packages in a circle',
      'no-cycles',
      'packages/event-bus/src/index.ts',
      'packages/postgres/src/index.ts',
    ],
  ])('%s', (_name, rule, from, to) => {
    expect(broken).toContainEqual(`${rule}: ${from} → ${to}`);
  });
});

describe('the dependency rule lets pass', () => {
  test.each([
    'services/core/src/invoices/invoice.ts',
    'services/core/src/invoices/create-invoice.ts',
    'services/core/src/invoices/invoices.store.ts',
    'services/core/src/invoices/invoices.controller.ts',
    'services/core/src/invoices/invoices.module.ts',
    'services/core/src/invoices/invoice.test.ts',
    'services/core/test/invoices.test.ts',
    'services/core/src/main.ts',
    'standalone/src/index.ts',
    'tests/payment.test.ts',
    'bench/src/index.ts',
  ])('what %s imports', (file) => {
    expect(broken.filter((violation) => violation.includes(`: ${file} → `))).toEqual([]);
  });
});

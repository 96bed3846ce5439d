/**
 * `npm run check`: everything that is known about the code without running it. One line a step; the whole output of
 * those that failed. CONTRIBUTING.md says what each step holds.
 */
import { runtimeNode } from './bootstrap/run.mjs';
import { runQuietly, runSteps } from './steps.mjs';

const node = (...args) => runQuietly(runtimeNode(), args);
const tsc = (...args) => node('node_modules/@typescript/native/bin/tsc', ...args);
const folders = ['packages', 'services', 'standalone', 'contracts', 'tests', 'bench', 'apps', 'tools'];

const steps = [
  // One build for all: the tests are a project of their own, and the checkout reads what the others declare.
  { name: 'types', run: () => tsc('-b') },
  { name: 'format', run: () => node('node_modules/oxfmt/bin/oxfmt', '--list-different') },
  { name: 'tidiness', run: () => node('tools/tidy.mjs') },
  {
    name: 'layers',
    run: () =>
      node(
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        '--config',
        'tools/layers/rules.mjs',
        ...folders,
      ),
  },
  // These read the declarations that the first step writes.
  { name: 'types of the checkout', after: ['types'], run: () => tsc('-p', 'apps/checkout') },
  {
    name: 'lint',
    after: ['types'],
    run: () => node('node_modules/oxlint/bin/oxlint', '--deny-warnings'),
  },
  {
    name: 'unused code',
    after: ['types'],
    run: () => node('node_modules/knip/bin/knip.js', '--config', 'tools/knip.json', '--no-config-hints'),
  },
  {
    name: 'generated files',
    after: ['types'],
    run: () => node('tools/generate.mjs', '--check'),
  },
];

const started = performance.now();
const failed = await runSteps(steps);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
if (failed.length > 0) process.stdout.write(`Check failed after ${seconds} s: ${failed.join(', ')}\n`);
else process.stdout.write(`Check passed in ${seconds} s\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

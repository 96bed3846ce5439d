/**
 * `npm test`: every test but the faults, which are a tier of their own (`npm run test:faults`), with vitest's arguments passed on
 * (`npm test -- packages/money`).
 *
 * The testkit names what was skipped for want of a part of the system, one line each. The very last line is
 * `N passed, N failed`; a file that does not load and an error outside any test count as failures.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, root } from './bootstrap/paths.mjs';
import { runtimeNode, withInstalledCommands } from './bootstrap/run.mjs';

const results = join(cacheFolder, `tests.${process.pid}.json`);
mkdirSync(cacheFolder, { recursive: true });

const given = process.argv.slice(2);
const tier = given.some((argument) => argument.startsWith('--project')) ? [] : ['--project=!faults*'];
const args = [
  join(root, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  `--reporter=${join(root, 'tools/test-results.mjs')}`,
  ...tier,
  ...given,
];
const env = { ...withInstalledCommands(), SIXPENCE_TEST_RESULTS: results };
const child = spawn(runtimeNode(), args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => finish(code ?? 1));

function finish(code) {
  const { passed, failed } = readResults();
  // vitest may end badly without a failed test, for instance on a broken configuration.
  const failures = code !== 0 && failed === 0 ? 1 : failed;
  process.stdout.write(`${passed} passed, ${failures} failed\n`);
  process.exit(failures > 0 ? code || 1 : 0);
}

function readResults() {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  } finally {
    rmSync(results, { force: true });
  }
}

/**
 * A vitest reporter: writes what tools/test.mjs says at the end to the file named by SIXPENCE_TEST_RESULTS.
 *
 * A test that needs a part of the system which is absent skips itself with a note that names the part (testkit's
 * `requirement` does). REQUIRE_ALL=1 says that nothing may be missing: then each skipped test is a failed one.
 */
import { writeFileSync } from 'node:fs';

/** vitest makes one and calls it; see `Reporter` in vitest/node. */
export default class TestResults {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.SIXPENCE_TEST_RESULTS;
    if (file) writeFileSync(file, JSON.stringify(summarize(modules, unhandledErrors, process.env.REQUIRE_ALL === '1')));
  }
}

/**
 * Counts a run: `passed` and `failed` tests, and in `missing` the notes of skipped tests with how many gave each.
 * A module or suite that failed outside its tests (its import, a hook) is one failure, an unhandled error another.
 */
export function summarize(modules, unhandledErrors, requireAll) {
  const counts = { passed: 0, failed: unhandledErrors.length };
  const missing = new Map();
  for (const module of modules) {
    for (const owner of [module, ...module.children.allSuites()]) counts.failed += owner.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') counts.passed += 1;
      else if (result.state === 'failed') counts.failed += 1;
      else if (requireAll) counts.failed += 1;
      if (result.state === 'skipped' && result.note) missing.set(result.note, (missing.get(result.note) ?? 0) + 1);
    }
  }
  return { ...counts, missing: [...missing].map(([part, tests]) => ({ part, tests })) };
}

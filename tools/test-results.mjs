/** A vitest reporter: writes how many tests passed and failed to the file named by SIXPENCE_TEST_RESULTS. */
import { writeFileSync } from 'node:fs';

/** vitest makes one and calls it; see `Reporter` in vitest/node. */
export default class TestResults {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.SIXPENCE_TEST_RESULTS;
    if (file)
      writeFileSync(
        file,
        JSON.stringify(summarize(modules, unhandledErrors, process.env.REQUIRE_ALL === '1')),
      );
  }
}

/**
 * Counts a run. A module or suite that failed outside its tests (its import, a hook) is one failure, an unhandled error
 * another. With `requireAll` (REQUIRE_ALL=1) nothing may be missing: each skipped test is a failed one.
 */
export function summarize(modules, unhandledErrors, requireAll) {
  const counts = { passed: 0, failed: unhandledErrors.length };
  for (const module of modules) {
    for (const owner of [module, ...module.children.allSuites()])
      counts.failed += owner.errors().length > 0 ? 1 : 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed' || requireAll) counts.failed += 1;
    }
  }
  return counts;
}

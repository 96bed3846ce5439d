import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MISSING_FILE, runFolder } from './run-folder.js';

/**
 * Whether a part that npm cannot bring is here; tests of it stand under `describe.skipIf(!present)`. When it is missing the run
 * says so once, in one line; with REQUIRE_ALL=1 it throws instead, so that nothing is skipped unseen.
 */
export async function requirement(name: string, probe: () => boolean | Promise<boolean>): Promise<boolean> {
  const present = await Promise.resolve(probe()).catch(() => false);
  if (present) return true;
  if (process.env['REQUIRE_ALL'] === '1')
    throw new Error(`${name} is missing, and REQUIRE_ALL=1 allows no skip`);
  await appendFile(
    join(runFolder(), MISSING_FILE),
    `skipped: tests that need ${name}, which is not on this machine\n`,
  );
  return false;
}

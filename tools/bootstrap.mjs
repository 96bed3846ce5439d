/**
 * What `npm start`, `npm test` and `npm run check` do first: install what the lockfile says and build what changed.
 *
 * It runs on a machine that has only Node ≥ 20 and npm, before anything is installed, so it is plain JavaScript
 * without dependencies. It says nothing when there is nothing to do.
 */
import { existsSync } from 'node:fs';
import { buildCheckout, buildProjects, checkoutIsBuilt, projectsAreBuilt } from './bootstrap/build.mjs';
import { install, isInstalled } from './bootstrap/install.mjs';
import { withLock } from './bootstrap/lock.mjs';
import { nodeBinary } from './bootstrap/paths.mjs';
import { CommandFailed } from './bootstrap/run.mjs';

/** Node's oldest version that can run this file and npm's install. */
const OLDEST_INSTALLER = 20;
/** Node's oldest version that can run Sixpence itself. */
const OLDEST_RUNTIME = 22;

const major = (version) => Number(version.replace(/^v/, '').split('.')[0]);

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (major(process.versions.node) < OLDEST_INSTALLER) {
  fail(`Sixpence needs Node ${OLDEST_INSTALLER} or newer to install; this is Node ${process.versions.node}.`);
}

const ready = () => isInstalled() && projectsAreBuilt() && checkoutIsBuilt();

async function prepare() {
  if (!isInstalled()) await install();
  if (!existsSync(nodeBinary) && major(process.versions.node) < OLDEST_RUNTIME) {
    fail(
      `Sixpence runs on Node ${OLDEST_RUNTIME} or newer, and npm has none for ${process.platform} on ${process.arch}. ` +
        `Install Node 24 yourself; this is Node ${process.versions.node}.`,
    );
  }
  if (!projectsAreBuilt()) await buildProjects();
  if (!checkoutIsBuilt()) await buildCheckout();
}

try {
  if (!ready()) await withLock(prepare);
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error;
  fail(`${error.output}${error.message}`);
}

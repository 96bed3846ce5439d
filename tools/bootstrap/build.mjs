/** Building what changed: the TypeScript projects and the checkout page. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run, runtimeNode } from './run.mjs';
import { fingerprint, isStamped, stamp } from './stamp.mjs';

const CHECKOUT = 'apps/checkout';
/** What the page is made of, and the one file that says it was made. */
const CHECKOUT_INPUTS = ['index.html', 'package.json', 'vite.config.ts', 'src', 'public', 'dist/index.html'];

/** True when nothing changed since the projects were last built well; costs milliseconds, starts no process. */
export function projectsAreBuilt() {
  return isStamped('projects', projectsFingerprint());
}

/** Builds the projects that changed (`tsc -b` knows which); throws CommandFailed after the compiler's own words. */
export async function buildProjects() {
  process.stdout.write('Building (tsc -b) …\n');
  const before = fingerprint(projectInputs());
  await run(runtimeNode(), ['node_modules/@typescript/native/bin/tsc', '-b', ...projects()], {
    what: 'tsc -b',
  });
  // A file saved while the compiler ran was perhaps not seen: then there is no stamp, and the next run builds again.
  if (before === fingerprint(projectInputs())) stamp('projects', projectsFingerprint());
}

/** True when nothing the checkout page is made of changed since it was last built well. */
export function checkoutIsBuilt() {
  return isStamped('checkout', fingerprint(checkoutInputs()));
}

/** Builds the checkout page; throws CommandFailed after vite's own words. */
export async function buildCheckout() {
  process.stdout.write('Building the checkout page (vite build) …\n');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await run(runtimeNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, CHECKOUT),
    what: 'vite build',
  });
  stamp('checkout', fingerprint(checkoutInputs()));
}

/** Folders of the projects in the root tsconfig.json. The tests are one too, a file: nothing that runs is made of it. */
function projects() {
  const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return config.references
    .map(({ path }) => path.replace(/^\.\//, ''))
    .filter((path) => !path.endsWith('.json'));
}

function projectInputs() {
  const own = projects().flatMap((folder) => {
    const config = JSON.parse(readFileSync(join(root, folder, 'tsconfig.json'), 'utf8'));
    const folders = (config.include ?? [])
      .map((pattern) => pattern.split('/')[0])
      .filter((name) => !name.includes('*'));
    return ['package.json', 'tsconfig.json', ...new Set(folders)].map((name) => `${folder}/${name}`);
  });
  return ['tsconfig.json', 'tsconfig.base.json', ...own];
}

/** Sources and what the compiler made of them, so that a removed dist folder is seen. */
function projectsFingerprint() {
  return fingerprint([...projectInputs(), ...projects().map((folder) => `${folder}/dist/.tsbuildinfo`)]);
}

function checkoutInputs() {
  const bundled = workspacesOf(CHECKOUT).map((folder) => `${folder}/dist`);
  return [...CHECKOUT_INPUTS.map((name) => `${CHECKOUT}/${name}`), ...bundled];
}

/** Folders of the workspace packages that `folder` depends on, directly or not. */
function workspacesOf(folder, seen = new Set()) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const found = name.startsWith('@sixpence/') && `packages/${name.slice('@sixpence/'.length)}`;
    if (!found || seen.has(found) || !existsSync(join(root, found))) continue;
    seen.add(found);
    workspacesOf(found, seen);
  }
  return [...seen].sort();
}

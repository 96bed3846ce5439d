/** Installing what the lockfile says, and knowing that it is installed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { CommandFailed, run, withoutInstalledCommands } from './run.mjs';
import { isStamped, stamp } from './stamp.mjs';

const STAMP = 'install';
// Install scripts stay off: nothing here needs one, and a dependency that is taken over would start with one.
// Development packages stay on whatever NODE_ENV says: the compiler is one.
const FLAGS = [
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/** True when node_modules is what the lockfile says, for this platform. */
export function isInstalled() {
  const wanted = wantedInstall();
  if (isStamped(STAMP, wanted)) return true;
  if (!installedByHand()) return false;
  stamp(STAMP, wanted);
  return true;
}

/** Installs with npm; throws CommandFailed, with npm's own words, when it can't. */
export async function install() {
  process.stdout.write('Installing packages (npm ci) …\n');
  const started = Date.now();
  await runNpm(['ci', ...FLAGS]).catch(async (/** @type {unknown} */ error) => {
    // A lockfile that was made where node_modules existed lacks the optional packages of other platforms, and npm ci
    // calls it out of step. npm install fills the gap; it must not write the lockfile, which belongs to its author.
    if (!(error instanceof CommandFailed) || !error.output.includes('EUSAGE')) throw error;
    process.stdout.write('npm ci calls the lockfile out of step; npm install instead …\n');
    await runNpm(['install', '--no-save', ...FLAGS]);
  });
  stamp(STAMP, wantedInstall());
  process.stdout.write(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}

function runNpm(args) {
  return run('npm', args, { env: withoutInstalledCommands(), capture: true, what: `npm ${args[0]}` });
}

function wantedInstall() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform} ${process.arch}`;
}

/** True when someone ran npm themselves: npm's own record in node_modules names each package of the lockfile. */
function installedByHand() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    if (entry.link) return installed[path]?.link === true;
    if (entry.optional || entry.peer) return !installed[path] || installed[path].version === entry.version;
    return installed[path]?.version === entry.version && existsSync(join(root, path, 'package.json'));
  });
}

/** Where things are, for the files that run before anything is installed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Stamps of the last good install and builds. `npm ci` removes them with the folder, which is right. */
export const stampFolder = join(root, 'node_modules', '.sixpence');

/** What must outlive node_modules: the lock that is held while npm replaces it, and reports of the last run. */
export const cacheFolder = join(root, '.cache');

/** Where npm puts the commands of the installed packages. */
export const binFolder = join(root, 'node_modules', '.bin');

/** Node 24 as npm brings it; absent on platforms for which there is no such package. */
export const nodeBinary = join(binFolder, process.platform === 'win32' ? 'node.exe' : 'node');

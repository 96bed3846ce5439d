import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresBinaries } from './binaries.js';
import { viewOf } from './folder-view.js';
import { runInitdb } from './initdb.js';
import type { UnixUser } from './unix-user.js';

/** The superuser of the embedded server, and the name of its database's owner. */
export const SUPERUSER = 'sixpence';

/** The folder PostgreSQL keeps, and the password of its superuser. */
export interface DataFolder {
  readonly path: string;
  readonly password: string;
}

/**
 * Makes `folder`/data with initdb when it is missing, and a random password in `folder`/password (0600). A first start that was
 * cut off leaves no half-made data: it is made aside and renamed. `durable` false skips the flush to disk.
 */
export async function prepareDataFolder(
  folder: string,
  binaries: PostgresBinaries,
  user: UnixUser | undefined,
  durable: boolean,
): Promise<DataFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  if (await exists(path)) return { path, password: (await readFile(passwordFile, 'utf8')).trim() };
  const password = randomBytes(24).toString('base64url');
  await initialise(folder, path, password, binaries, user, durable);
  return { path, password };
}

async function initialise(
  folder: string,
  path: string,
  password: string,
  binaries: PostgresBinaries,
  user: UnixUser | undefined,
  durable: boolean,
): Promise<void> {
  const aside = join(folder, 'initialising');
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  await writeFile(join(aside, 'password'), `${password}\n`, { mode: 0o600 });
  if (user) {
    await chown(aside, user.uid, user.gid);
    await chown(join(aside, 'password'), user.uid, user.gid);
  }
  const view = viewOf(aside, user);
  try {
    await runInitdb(binaries.initdb, view, SUPERUSER, user, durable);
  } finally {
    view.close();
  }
  // The password goes first: data without it could never be opened again.
  await writeFile(join(folder, 'password'), `${password}\n`, { mode: 0o600 });
  await rename(join(aside, 'data'), path);
  await rm(aside, { recursive: true, force: true });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

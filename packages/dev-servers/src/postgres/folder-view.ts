import { closeSync, constants, openSync } from 'node:fs';
import type { UnixUser } from './unix-user.js';

/** A folder as the user that PostgreSQL runs as can name it. */
export interface FolderView {
  readonly path: string;
  /** Handed to the child as its descriptor 3. */
  readonly descriptors: number[];
  /** Gives back our own handle, once the child has its. */
  close(): void;
}

/**
 * Root's folders are often closed to other users (/root, `mktemp -d`): PostgreSQL could not even walk to its own data. A
 * descriptor that root opened and the child inherits leads straight there, past the folders above (proc(5),
 * /proc/PID/fd). Without another user, or without /proc, the path itself serves.
 */
export function viewOf(folder: string, user: UnixUser | undefined): FolderView {
  if (user === undefined || process.platform !== 'linux')
    return { path: folder, descriptors: [], close: () => {} };
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: '/proc/self/fd/3', descriptors: [descriptor], close: () => closeSync(descriptor) };
}

import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { FolderView } from './folder-view.js';
import type { UnixUser } from './unix-user.js';

const INITDB_WITHIN_MS = 60_000;

/**
 * Makes `data` in the folder seen, with the password that lies in `password` there. Text sorts and folds by Unicode code
 * points (the builtin C.UTF-8), the same on every machine. Throws with initdb's own words when it fails.
 */
export async function runInitdb(
  initdb: string,
  view: FolderView,
  superuser: string,
  user: UnixUser | undefined,
  durable: boolean,
): Promise<void> {
  const args = [
    `--pgdata=${view.path}/data`,
    `--username=${superuser}`,
    `--pwfile=${view.path}/password`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const child = spawn(initdb, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...view.descriptors],
    timeout: INITDB_WITHIN_MS,
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...user,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? '' : `it ended with ${signal ?? `code ${code}`}`),
    );
  });
  const [out, err, failure] = await Promise.all([textOf(child.stdout), textOf(child.stderr), ended]);
  if (failure) throw new Error(`the PostgreSQL data folder could not be made: ${failure}\n${out}${err}`);
}

async function textOf(stream: Readable | null): Promise<string> {
  return stream ? (await buffer(stream)).toString() : '';
}

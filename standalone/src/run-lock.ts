import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { identityOf, isAlive } from '@sixpence/dev-servers';

/** Another process runs on the same data folder. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
  constructor(pid: number, dataDir: string) {
    super(
      `Sixpence is running on ${dataDir} already (process ${pid}). ` +
        'Stop it first, or set SIXPENCE_DATA_DIR and SIXPENCE_PORT for a second one.',
    );
  }
}

interface Holder {
  readonly pid: number;
  /** See `identityOf`: a process id comes back after a restart of the machine. */
  readonly identity: string | undefined;
}

const MAX_TRIES = 10;

/**
 * Takes the one lock of the data folder, or throws AlreadyRunningError. A lock whose holder is gone (`kill -9`) is taken over.
 * Gives the way to let it go.
 */
export async function takeRunLock(file: string, dataDir: string): Promise<() => Promise<void>> {
  const mine = `${file}.${process.pid}`;
  const self: Holder = { pid: process.pid, identity: await identityOf(process.pid) };
  await writeFile(mine, JSON.stringify(self), { mode: 0o600 });
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // A link is made whole or not at all, and by one only.
      if (await linked(mine, file)) return () => rm(file, { force: true });
      const found = await readHolder(file);
      if (found !== undefined && (await holds(found))) throw new AlreadyRunningError(found.pid, dataDir);
      if (found !== undefined) await takeAway(file, found);
    }
    throw new Error(`the lock ${file} cannot be taken: remove it when no Sixpence runs on this folder`);
  } finally {
    await rm(mine, { force: true });
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds the lock; nobody real when the file is not one of ours; undefined when it is gone. */
async function readHolder(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { pid, identity } = JSON.parse(text) as Partial<Holder>;
    return { pid: Number(pid), identity };
  } catch {
    return { pid: Number.NaN, identity: undefined };
  }
}

async function holds({ pid, identity }: Holder): Promise<boolean> {
  if (!Number.isSafeInteger(pid) || pid === process.pid || !(await isAlive(pid))) return false;
  const now = await identityOf(pid);
  return identity === undefined || now === undefined || identity === now;
}

/** Moves a dead lock aside. When two do it at once, one may have moved the other's new lock: that goes back. */
async function takeAway(file: string, dead: Holder): Promise<void> {
  const aside = `${file}.dead.${process.pid}`;
  if (
    !(await rename(file, aside).then(
      () => true,
      () => false,
    ))
  )
    return;
  const moved = await readHolder(aside);
  if (moved !== undefined && moved.pid !== dead.pid) await linked(aside, file);
  await rm(aside, { force: true });
}

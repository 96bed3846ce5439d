import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, stopLeftBehind } from '@sixpence/dev-servers';

/** How the workers of a run find what its global setup made. */
export const RUN_FOLDER_VARIABLE = 'SIXPENCE_TEST_FOLDER';
export const POSTGRES_URL_VARIABLE = 'SIXPENCE_TEST_POSTGRES_URL';
/** The broker that all tests of a run share; not set where none can be had. */
export const KAFKA_VARIABLE = 'SIXPENCE_TEST_KAFKA';
/** One line for each system part that was missing, in the run's folder. */
export const MISSING_FILE = 'missing';

const PREFIX = 'sixpence-test-';

/** A folder for one run of the tests; its name tells whose it is. */
export async function makeRunFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Whether this very process made the folder: one that is inherited is of a run that started this one. */
export const isOfThisRun = (folder: string | undefined): boolean =>
  folder?.startsWith(join(tmpdir(), `${PREFIX}${process.pid}-`)) ?? false;

/** The folder of the run this worker belongs to. Throws outside of a run. */
export function runFolder(): string {
  return fromRun(RUN_FOLDER_VARIABLE);
}

/** What the global setup left in a variable. Throws outside of a run. */
export function fromRun(variable: string): string {
  const value = process.env[variable];
  if (!value)
    throw new Error(
      `${variable} is not set: start the tests by vitest with the global setup of @sixpence/testkit`,
    );
  return value;
}

/** Ends and removes what runs that were killed left behind. */
export async function sweepAbandonedRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const owner = Number(name.slice(PREFIX.length).split('-')[0]);
    if (!Number.isSafeInteger(owner) || (await isAlive(owner))) continue;
    await removeRunFolder(join(tmpdir(), name));
  }
}

/** Stops every server that has its process id in the folder, and removes the folder. */
export async function removeRunFolder(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.pid'))) {
    // The marker is the folder: every server of a run has a path in it among its arguments.
    await stopLeftBehind({
      pidFile: join(folder, name),
      marker: folder,
      stopSignal: 'SIGINT',
      stopWithinMs: 3_000,
    });
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

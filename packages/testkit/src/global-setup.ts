import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, startPostgres } from '@sixpence/dev-servers';
import {
  MISSING_FILE,
  POSTGRES_URL_VARIABLE,
  RUN_FOLDER_VARIABLE,
  isOfThisRun,
  makeRunFolder,
  removeRunFolder,
  sweepAbandonedRuns,
} from './run-folder.js';

/**
 * Vitest's global setup: one PostgreSQL for the run, which the projects of one run share. Gives the way to take everything down again.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (isOfThisRun(process.env[RUN_FOLDER_VARIABLE])) return async () => {};
  await sweepAbandonedRuns();
  const folder = await makeRunFolder();
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: await freePort(),
    durable: false,
  });
  // Workers are started after this and inherit the environment.
  process.env[RUN_FOLDER_VARIABLE] = folder;
  process.env[POSTGRES_URL_VARIABLE] = postgres.url;
  return async () => {
    const missing = await readFile(join(folder, MISSING_FILE), 'utf8').catch(() => '');
    for (const line of new Set(missing.split('\n').filter(Boolean))) process.stderr.write(`${line}\n`);
    await postgres.stop();
    await removeRunFolder(folder);
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from './run-folder.js';

export interface TestFolder {
  readonly path: string;
  close(): Promise<void>;
}

/** An empty folder inside the run's own: what a killed test leaves running in it is ended with the run. */
export async function testFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(runFolder(), 'folder-'));
  return { path, close: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}

import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The places in the data folder. */
export interface DataFolder {
  readonly path: string;
  readonly lock: string;
  readonly devFile: string;
  readonly adminToken: string;
  readonly demoStore: string;
  readonly log: string;
  readonly postgres: string;
  readonly chainState: string;
  readonly kafka: string;
  /** Folder of the key pairs that secrets are sealed to. */
  readonly keys: string;
  /** What Node compiled at the last start: it saves a third of the next. */
  readonly compiled: string;
}

/** Makes the folder, for its owner alone, and names what is in it. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  // It may have been made by hand, with the usual rights.
  await chmod(path, 0o700);
  return {
    path,
    lock: join(path, 'lock'),
    devFile: join(path, 'dev.json'),
    adminToken: join(path, 'admin-token'),
    demoStore: join(path, 'demo-store.json'),
    log: join(path, 'sixpence.log'),
    postgres: join(path, 'postgres'),
    chainState: join(path, 'chain', 'state.json'),
    kafka: join(path, 'kafka'),
    keys: join(path, 'keys'),
    compiled: join(path, 'compiled'),
  };
}

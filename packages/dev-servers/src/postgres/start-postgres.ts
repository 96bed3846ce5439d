import { chown, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { adoptOrStart } from '../processes/child-server.js';
import type { ChildServer, ServerProgram } from '../processes/child-server.js';
import { postgresBinaries } from './binaries.js';
import { SUPERUSER, prepareDataFolder } from './data-folder.js';
import { viewOf } from './folder-view.js';
import { serverSettings } from './server-settings.js';
import { unprivilegedUser } from './unix-user.js';

export interface PostgresOptions {
  /** The folder of its data, password and log; made when missing. */
  readonly dataDir: string;
  readonly port: number;
  /** The database to make when it is missing. Default `sixpence`. */
  readonly database?: string;
  /** False gives up safety against a power cut for speed: for tests alone. Default true. */
  readonly durable?: boolean;
}

export interface PostgresServer extends ChildServer {
  /** postgresql://… of the superuser, password included: never log it. */
  readonly url: string;
}

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;
const MAX_TRIES = 20;
const TRY_AGAIN_MS = 250;

/**
 * A PostgreSQL 18 of our own on 127.0.0.1: the one that still runs on this data folder, or a new one. Root runs it as `postgres`
 * or `nobody`. `stop()` is a fast shutdown: open transactions are rolled back.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { port, database = 'sixpence', durable = true } = options;
  const dataDir = resolve(options.dataDir);
  const user = await unprivilegedUser();
  const binaries = await postgresBinaries(user);
  const data = await prepareDataFolder(dataDir, binaries, user, durable);
  const pidFile = join(data.path, 'postmaster.pid');
  const marker = `sixpence.folder=${data.path}`;
  if (user) await chown(data.path, user.uid, user.gid);
  const view = viewOf(data.path, user);
  try {
    const server = await onceFreed({
      name: 'PostgreSQL',
      command: binaries.postgres,
      args: ['-D', view.path, '-p', String(port), ...serverSettings(durable), '-c', marker],
      marker,
      port,
      pidFile,
      writesPidFile: true,
      logFile: join(dataDir, 'postgres.log'),
      descriptors: view.descriptors,
      user,
      isReady: () => saysReady(pidFile),
      readyWithinMs: READY_WITHIN_MS,
      // Fast: SIGTERM would wait for every client to leave.
      stopSignal: 'SIGINT',
      stopWithinMs: STOP_WITHIN_MS,
    });
    const urlOf = (name: string) => `postgresql://${SUPERUSER}:${data.password}@127.0.0.1:${port}/${name}`;
    await createDatabase(urlOf('postgres'), database);
    return { ...server, url: urlOf(database) };
  } finally {
    view.close();
  }
}

/** A server that was killed leaves children behind, which end a moment later; until then a new one refuses the data. */
async function onceFreed(program: ServerProgram): Promise<ChildServer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await adoptOrStart(program);
    } catch (error) {
      const inUse = error instanceof Error && error.message.includes('shared memory block');
      if (!inUse || tries === MAX_TRIES) throw error;
      await pause(TRY_AGAIN_MS);
    }
  }
}

/** The eighth line of postmaster.pid is the state: `starting`, `ready`, `stopping`. */
async function saysReady(pidFile: string): Promise<boolean> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  return text.split('\n')[7]?.trim() === 'ready';
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** One bootstrap at a time: `npm start` and `npm test` may be typed in two terminals at once. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { CommandFailed } from './run.mjs';

const LOCK = join(cacheFolder, 'bootstrap.lock');
/** An install on a slow line takes minutes; longer than this and its owner hangs. */
const WAIT_LIMIT_MS = 15 * 60_000;
const POLL_MS = 100;

/** Runs `work` while holding the lock; waits for whoever holds it, and takes it over from a process that is gone. */
export async function withLock(work) {
  await acquire();
  const release = () => rmSync(LOCK, { recursive: true, force: true });
  const stop = () => process.exit(130);
  process.once('exit', release);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await work();
  } finally {
    process.off('exit', release);
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    release();
  }
}

async function acquire() {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  let announced = false;
  while (!take()) {
    const owner = ownerOf(LOCK);
    if (owner !== undefined && !isAlive(owner)) {
      removeLockOf(owner);
      continue;
    }
    if (Date.now() > deadline) {
      throw new CommandFailed(`Process ${owner} has held ${LOCK} too long. End it, or remove that folder.`);
    }
    if (owner !== undefined && !announced)
      process.stdout.write(`Waiting for process ${owner}, which installs or builds …\n`);
    announced ||= owner !== undefined;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Takes the lock by renaming a folder that already holds our pid, so that no lock is ever seen without its owner. */
function take() {
  const draft = `${LOCK}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'pid'), String(process.pid));
  try {
    renameSync(draft, LOCK);
    return true;
  } catch {
    rmSync(draft, { recursive: true, force: true });
    return false;
  }
}

/** Two may find the same dead owner; the rename lets one win, and one that moved a newer lock puts it back. */
function removeLockOf(deadOwner) {
  const grave = `${LOCK}.dead-${process.pid}`;
  try {
    renameSync(LOCK, grave);
    if (ownerOf(grave) === deadOwner) rmSync(grave, { recursive: true, force: true });
    else renameSync(grave, LOCK);
  } catch {
    // Someone else was quicker: look again.
  }
}

function ownerOf(folder) {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

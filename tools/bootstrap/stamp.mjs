/** Stamps: one small file says for what input a step was last done well. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stampFolder } from './paths.mjs';

/** True when the step `name` was last done well for this very `value`. */
export function isStamped(name, value) {
  try {
    return readFileSync(join(stampFolder, name), 'utf8') === value;
  } catch {
    return false;
  }
}

/** Notes that the step `name` was done well for `value`; whole or not at all, for others may read it now. */
export function stamp(name, value) {
  mkdirSync(stampFolder, { recursive: true });
  const draft = join(stampFolder, `${name}.${process.pid}`);
  writeFileSync(draft, value);
  renameSync(draft, join(stampFolder, name));
}

/**
 * A fingerprint of files and folders (relative to the root) by path, size and time of change: it is taken at every
 * start and must cost milliseconds, so no file is read. What is absent counts as absent, not as an error.
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, path);
  return hash.digest('hex');
}

function addPath(hash, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) hash.update(`${path} absent\n`);
  else if (stat.isDirectory()) {
    for (const name of readdirSync(join(root, path)).sort()) addPath(hash, `${path}/${name}`);
  } else hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
}

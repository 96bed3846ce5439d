import { chmod, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createKeyPair } from './key-pair.js';
import type { KeyPair } from './key-pair.js';
import { SealedSecretError } from './seal.js';

const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * The key pair kept in `file` (JSON), made there when there is none; the file is readable by its owner alone (0600). Two
 * processes that start at once end with the same pair. Throws SealedSecretError when the file holds something else.
 */
export async function loadKeyPair(file: string): Promise<KeyPair> {
  const text = (await readIfThere(file)) ?? (await create(file));
  // It may have been copied here with wider rights.
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, OWNER_ONLY_FILE);
  return parse(text, file);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a new pair beside the file and links it into place: link refuses when another process was first. */
async function create(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const draft = `${file}.${process.pid}.${crypto.randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(await createKeyPair())}\n`, {
    mode: OWNER_ONLY_FILE,
    flag: 'wx',
    flush: true,
  });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, 'utf8');
}

function parse(text: string, file: string): KeyPair {
  try {
    const { publicKey, privateKey } = JSON.parse(text) as Partial<KeyPair>;
    if (typeof publicKey === 'string' && typeof privateKey === 'string') return { publicKey, privateKey };
  } catch {
    // Said below, without the text: it may be half a key.
  }
  throw new SealedSecretError(`${file} does not hold a key pair`);
}

import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';

/** Writes a file that its owner alone can read (0600), whole or not at all. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  const handle = await open(draft, 'w', 0o600);
  try {
    // A draft that was left behind keeps its rights.
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** What a file holds, or undefined when it is not there. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const TOKEN_BYTES = 32;

/** The random token kept in a file (0600), made when there is none. */
export async function keptToken(file: string): Promise<string> {
  const kept = (await readIfThere(file))?.trim();
  if (kept) return kept;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await writePrivateFile(file, `${token}\n`);
  return token;
}

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

/** A migration cannot be applied as it stands; the message says which file and what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** One file `NNNN-name.sql` of a set. */
export interface MigrationFile {
  readonly set: string;
  readonly number: number;
  readonly file: string;
  readonly text: string;
  /** SHA-256 of the text, hexadecimal; line ends do not count. */
  readonly sha256: string;
}

const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/;

/** The sets' files, set by set as given and by number inside a set, which must count 1, 2, 3 … */
export async function readMigrations(directories: Readonly<Record<string, URL>>): Promise<MigrationFile[]> {
  const sets = await Promise.all(
    Object.entries(directories).map(([set, url]) => readSet(set, fileURLToPath(url))),
  );
  return sets.flat();
}

async function readSet(set: string, directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  const files = await Promise.all(
    names.map(async (file) => {
      const number = Number(FILE_NAME.exec(file)?.[1]);
      const text = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
      return { set, number, file, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
  const misplaced = files.find((migration, index) => migration.number !== index + 1);
  if (misplaced) {
    throw new MigrationError(
      `${misplaced.file} in the set "${set}" does not fit: files are named NNNN-name.sql and count 0001, 0002, 0003 …`,
    );
  }
  return files;
}

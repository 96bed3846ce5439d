import { copyFile, readFile, stat, truncate } from 'node:fs/promises';

/** A log is cut when it grows beyond this; the part cut off is kept once, as FILE.1. */
const MAX_LOG_BYTES = 4 * 1024 * 1024;
const CHECK_EVERY_MS = 60_000;

/**
 * Cuts the file now and then while this process lives. The child keeps its handle, opened for appending, so that it
 * writes on at the new end; renaming would send its output to the old file for ever. Returns the way to stop.
 */
export async function keepLogBounded(file: string): Promise<() => void> {
  const cut = async () => {
    const { size } = await stat(file).catch(() => ({ size: 0 }));
    if (size <= MAX_LOG_BYTES) return;
    await copyFile(file, `${file}.1`);
    await truncate(file, 0);
  };
  await cut();
  // A log that cannot be cut now (a full disk) is tried again at the next check.
  const timer = setInterval(() => void cut().catch(() => {}), CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** The last lines of a log, for the message of an error. */
export async function logTail(file: string, lines = 15): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

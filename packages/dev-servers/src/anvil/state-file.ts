import { copyFile, open, rename, rm } from 'node:fs/promises';

const CHECK_EVERY_MS = 30_000;

/** anvil writes its state in place: a machine that stops in the middle leaves a torn file. A whole one ends its object. */
async function isWhole(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return false;
  try {
    const { size } = await handle.stat();
    if (size < 2) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() === '}';
  } finally {
    await handle.close();
  }
}

/** Puts the last good copy in the place of a torn state, so that the chain starts: shorter, which is a reorganisation. */
export async function mendState(file: string): Promise<void> {
  if (await isWhole(file)) return;
  await rm(file, { force: true });
  if (await isWhole(`${file}.good`)) await copyFile(`${file}.good`, file);
}

/** Copies a whole state beside itself now and then. Returns the way to stop. */
export function keepGoodCopy(file: string): () => void {
  const copy = async () => {
    await copyFile(file, `${file}.copying`);
    if (await isWhole(`${file}.copying`)) await rename(`${file}.copying`, `${file}.good`);
  };
  // A state that is not there yet, or is being written, is copied at the next check.
  const timer = setInterval(() => void copy().catch(() => {}), CHECK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

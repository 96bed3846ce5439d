import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after that time, or as soon as the signal aborts. It keeps no process alive. */
export async function pauseUnless(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}

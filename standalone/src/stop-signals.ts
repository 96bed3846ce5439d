import { readFileSync } from 'node:fs';

const PARENT_CHECK_MS = 500;

/**
 * Calls `stop` once, at Ctrl-C, SIGTERM, a closed terminal, or when npm, which started us, is gone: npm that is killed takes
 * nobody along. Later signals change nothing, since stopping is bounded anyway (and Ctrl-C arrives twice: from the
 * terminal and from npm).
 */
export function onStopRequest(stop: (why: string) => void): void {
  let requested = false;
  const once = (why: string) => {
    if (!requested) stop(why);
    requested = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => once(signal));
  if (!ignoresHangup()) process.on('SIGHUP', () => once('SIGHUP'));
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const parent = process.ppid;
    const check = () => process.ppid !== parent && once('npm is gone');
    setInterval(check, PARENT_CHECK_MS).unref();
  }
}

/** Under `nohup` SIGHUP is ignored from the start, and a handler of ours would undo that. Only Linux tells. */
function ignoresHangup(): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return mask !== undefined && (BigInt(`0x${mask}`) & 1n) === 1n;
  } catch {
    return false;
  }
}

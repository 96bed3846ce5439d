import { until } from './until.js';
import { isAlive } from './process-table.js';

/** How long the kernel may take to remove a process after SIGKILL. */
const KILL_WITHIN_MS = 2_000;

/**
 * Asks a process to end, waits until it is gone, and ends it with SIGKILL when it is not within `withinMs`.
 * Returns at once when it is gone already.
 */
export async function stopProcess(pid: number, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  if (!send(pid, signal)) return;
  const gone = async () => !(await isAlive(pid));
  if (await until(gone, withinMs)) return;
  if (send(pid, 'SIGKILL') && !(await until(gone, KILL_WITHIN_MS))) {
    throw new Error(`process ${pid} is still there after SIGKILL`);
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

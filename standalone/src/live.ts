import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { banner } from './banner.js';
import type { DataFolder } from './data-folder.js';
import { removeDevFile } from './dev-file.js';
import type { DevFile } from './dev-file.js';
import type { Environment } from './environment.js';
import { explainFailure } from './explain-failure.js';
import { openLog } from './log-destination.js';
import type { LogDestination } from './log-destination.js';
import { takeRunLock } from './run-lock.js';
import { onStopRequest } from './stop-signals.js';
import { createTeardown } from './teardown.js';
import type { Teardown } from './teardown.js';
import { complain, say } from './terminal.js';

/** A start that is under way when the stop comes is waited for, so that it leaves nothing behind. */
const START_ENDS_WITHIN_MS = 3_000;
/** Whatever hangs: the process ends before the 25 s that it is given. */
const STOP_WITHIN_MS = 24_000;

/** Starts everything and gives what is where; what was started is in the teardown, also when it throws. */
export type Run = (
  environment: Environment,
  folder: DataFolder,
  log: LogDestination,
  teardown: Teardown,
  stopping: AbortSignal,
) => Promise<DevFile>;

/**
 * The life of this process: takes the lock, starts everything, says so, and stops everything when asked, or when something
 * fails that nobody catches. Resolves when all is started; throws only before anything was.
 */
export async function live(environment: Environment, folder: DataFolder, run: Run): Promise<void> {
  const unlock = await takeRunLock(folder.lock, folder.path);
  const teardown = createTeardown();
  const stopping = new AbortController();
  const started = run(environment, folder, openLog(folder.log, complain), teardown, stopping.signal);

  const stop = async (why: string, code: number) => {
    if (stopping.signal.aborted) return;
    stopping.abort(new Error(why));
    say(`Sixpence stops (${why}) …`);
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await removeDevFile(folder.devFile);
    await Promise.race([started.catch(() => {}), pause(START_ENDS_WITHIN_MS)]);
    // Again: a start that was at its last step wrote it after all.
    await removeDevFile(folder.devFile);
    await teardown.run((name, error) => complain(`${name} did not stop well: ${explainFailure(error)}`));
    await unlock();
    process.exit(code);
  };
  onStopRequest((why) => void stop(why, 0));
  process.on('uncaughtException', (error) => {
    complain(`Something went wrong that should not: ${explainFailure(error)}`);
    void stop('an error', 1);
  });

  try {
    const ready = await started;
    say(banner(ready, folder.path, (performance.now() / 1_000).toFixed(1)));
    // Node would write it at the end of the process, which may be sudden.
    flushCompileCache();
  } catch (error) {
    if (stopping.signal.aborted) return;
    complain(`Sixpence cannot start: ${explainFailure(error)}`);
    await stop('it could not start', 1);
  }
}

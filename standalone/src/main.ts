import { enableCompileCache, flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { banner } from './banner.js';
import { openDataFolder } from './data-folder.js';
import { removeDevFile } from './dev-file.js';
import { readEnvironment } from './environment.js';
import { openLog } from './log-destination.js';
import { onStopRequest } from './stop-signals.js';
import { createTeardown } from './teardown.js';

/** A start that is under way when the stop comes is waited for, so that it leaves nothing behind. */
const START_ENDS_WITHIN_MS = 3_000;
/** Whatever hangs: the process ends before the 25 s that it is given. */
const STOP_WITHIN_MS = 24_000;

const say = (text: string) => process.stdout.write(`${text}\n`);
const complain = (text: string) => process.stderr.write(`${text.trimEnd()}\n`);

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const folder = await openDataFolder(environment.dataDir);
  // Before the big imports, which are therefore not at the head of the file.
  enableCompileCache(folder.compiled);
  const { takeRunLock } = await import('./run-lock.js');
  const { explainFailure } = await import('./explain-failure.js');
  const { run } = await import('./run.js');
  const unlock = await takeRunLock(folder.lock, folder.path);
  const log = openLog(folder.log, complain);
  const teardown = createTeardown();
  const stopping = new AbortController();

  const started = run(environment, folder, log, teardown, stopping.signal);
  const stop = async (code: number) => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await removeDevFile(folder.devFile);
    await Promise.race([started.catch(() => {}), pause(START_ENDS_WITHIN_MS)]);
    // Again: a start that was at its last step wrote it after all.
    await removeDevFile(folder.devFile);
    await teardown.run((name, error) => complain(`${name} did not stop well: ${explainFailure(error)}`));
    await unlock();
    process.exit(code);
  };

  onStopRequest((why) => {
    say(`Sixpence stops (${why}) …`);
    stopping.abort();
    void stop(0);
  });
  process.on('uncaughtException', (error) => {
    complain(`Sixpence stops, for something went wrong that should not: ${explainFailure(error)}`);
    if (stopping.signal.aborted) return;
    stopping.abort();
    void stop(1);
  });

  try {
    say(banner(await started, folder.path, (performance.now() / 1_000).toFixed(1)));
  } catch (error) {
    if (stopping.signal.aborted) return;
    stopping.abort();
    complain(`Sixpence cannot start: ${explainFailure(error)}`);
    await stop(1);
  }
}

try {
  await main();
} catch (error) {
  complain(`Sixpence cannot start: ${explainFailure(error)}`);
  process.exitCode = 1;
}

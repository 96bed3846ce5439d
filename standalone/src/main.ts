import { enableCompileCache } from 'node:module';
import { openDataFolder } from './data-folder.js';
import { readEnvironment } from './environment.js';
import { complain } from './terminal.js';

try {
  const environment = readEnvironment(process.env);
  const folder = await openDataFolder(environment.dataDir);
  // It serves what is imported after it, which therefore is not at the head of this file.
  enableCompileCache(folder.compiled);
  const [{ live }, { run }] = await Promise.all([import('./live.js'), import('./run.js')]);
  await live(environment, folder, run);
} catch (error) {
  const { explainFailure } = await import('./explain-failure.js');
  complain(`Sixpence cannot start: ${explainFailure(error)}`);
  process.exitCode = 1;
}

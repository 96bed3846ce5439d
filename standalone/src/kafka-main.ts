import { enableCompileCache } from 'node:module';
import { openDataFolder } from './data-folder.js';
import { readEnvironment } from './environment.js';
import { readKafkaEnvironment } from './kafka-environment.js';
import { complain } from './terminal.js';

try {
  const environment = readEnvironment(process.env);
  const kafka = readKafkaEnvironment(process.env, process.argv.slice(2));
  const folder = await openDataFolder(environment.dataDir);
  // It serves what is imported after it, which therefore is not at the head of this file.
  enableCompileCache(folder.compiled);
  const [{ live }, { kafkaRun }] = await Promise.all([import('./live.js'), import('./kafka-run.js')]);
  await live(environment, folder, kafkaRun(kafka));
} catch (error) {
  const { explainFailure } = await import('./explain-failure.js');
  complain(`Sixpence cannot start: ${explainFailure(error)}`);
  process.exitCode = 1;
}

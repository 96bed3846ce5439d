import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { adoptOrStart, stopLeftBehind } from '../processes/child-server.js';
import { freePort } from '../processes/port.js';
import { isAlive } from '../processes/process-table.js';
import { haveArtefacts, kafkaArtefacts } from './artefacts.js';
import { brokerProgram } from './broker-program.js';
import { findJava, onPath } from './java.js';
import type { Java, KafkaRuntime } from './java.js';
import { kafkaId } from './storage.js';

const run = promisify(execFile);

const GIVE_ONE = 'give KAFKA_BROKERS of one that runs, or install Java 17 or newer and Maven';

/** Nothing on this machine can run Apache Kafka; the message says what is missing. */
export class KafkaMissingError extends Error {
  override readonly name = 'KafkaMissingError';
}

/** What a folder of the cache begins with while its archive is made, then whose it is. */
const ARCHIVING = 'archiving-';
/** How long Docker's daemon may take to say that it is there. */
const DOCKER_WITHIN_MS = 10_000;

/** What can run a broker here, the first that is there: the machine's Java, or Docker's program with a daemon that answers. */
export async function waysToKafka(): Promise<{ readonly java?: Java; readonly docker?: string }> {
  const java = await findJava();
  if (java !== undefined && ((await haveArtefacts()) || (await onPath('mvn')) !== undefined)) return { java };
  const docker = await onPath('docker');
  const asked =
    docker && run(docker, ['version', '--format', '{{.Server.Version}}'], { timeout: DOCKER_WITHIN_MS });
  const answers = await Promise.resolve(asked).then(Boolean, () => false);
  return docker !== undefined && answers ? { docker } : {};
}

/** Why no broker can be started here, as a sentence; undefined when one can. */
export async function whyNoKafka(): Promise<string | undefined> {
  const { java, docker } = await waysToKafka();
  if (java !== undefined || docker !== undefined) return undefined;
  return `There is no Apache Kafka here: ${GIVE_ONE}, or start Docker`;
}

/** Why no broker can be started here that tests may kill and secure, as a sentence; undefined when one can. */
export async function whyNoKafkaOnJava(): Promise<string | undefined> {
  return (await waysToKafka()).java === undefined
    ? `Apache Kafka cannot be run by this machine’s Java: ${GIVE_ONE}`
    : undefined;
}

/** Fetches the broker when it is not here yet, and makes its class archive. Throws KafkaMissingError when neither is possible. */
export async function kafkaRuntime(): Promise<KafkaRuntime> {
  const { java, docker } = await waysToKafka();
  if (java === undefined)
    throw new KafkaMissingError(await (docker === undefined ? whyNoKafka() : whyNoKafkaOnJava()));
  const { folder, classPath } = await kafkaArtefacts();
  const bare = { java, classPath, archive: [] };
  const fits = createHash('sha256').update(java.description).digest('hex').slice(0, 12);
  const archive = join(folder, `classes-${fits}.jsa`);
  if (!(await exists(archive))) await makeArchive(folder, archive, bare);
  return { ...bare, archive: [`-XX:SharedArchiveFile=${archive}`] };
}

/** Runs a broker once, for the classes it loads: every later start takes half the time. */
async function makeArchive(folder: string, archive: string, runtime: KafkaRuntime): Promise<void> {
  await endAbandoned(folder);
  const aside = await mkdtemp(join(folder, `${ARCHIVING}${process.pid}-`));
  try {
    const node = { id: 1, port: await freePort(), controllerPort: await freePort() };
    const unfinished = join(aside, 'classes.jsa');
    const program = await brokerProgram(
      join(aside, 'broker'),
      runtime,
      node,
      [node],
      { id: kafkaId(), directories: [kafkaId()] },
      [`-XX:ArchiveClassesAtExit=${unfinished}`],
    );
    const server = await adoptOrStart({ ...program, stopWithinMs: 60_000 });
    await server.stop();
    await rename(unfinished, archive);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Ends the brokers of those who were killed while they made an archive. */
async function endAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(ARCHIVING)) continue;
    const owner = Number(name.slice(ARCHIVING.length).split('-')[0]);
    if (!Number.isSafeInteger(owner) || (await isAlive(owner))) continue;
    const aside = join(folder, name);
    await stopLeftBehind({
      pidFile: join(aside, 'broker', 'kafka.pid'),
      marker: `-Dsixpence.folder=${join(aside, 'broker')}`,
      stopSignal: 'SIGTERM',
      stopWithinMs: 10_000,
    });
    await rm(aside, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

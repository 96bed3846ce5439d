import { createHash } from 'node:crypto';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { adoptOrStart } from '../processes/child-server.js';
import { freePort } from '../processes/port.js';
import { haveArtefacts, kafkaArtefacts } from './artefacts.js';
import { brokerProgram } from './broker-program.js';
import { findJava, onPath } from './java.js';
import type { KafkaRuntime } from './java.js';
import { kafkaId } from './storage.js';

/** Nothing on this machine can run Apache Kafka; the message says what is missing. */
export class KafkaMissingError extends Error {
  override readonly name = 'KafkaMissingError';
}

/** Why no broker can be started here, as a sentence; undefined when one can. */
export async function whyNoKafka(): Promise<string | undefined> {
  if ((await findJava()) === undefined)
    return 'Apache Kafka needs Java 17 or newer (JAVA_HOME, or java on the path), or give KAFKA_BROKERS of one that runs';
  if (!(await haveArtefacts()) && (await onPath('mvn')) === undefined)
    return 'Apache Kafka is fetched once by Maven, and mvn is not on the path: install it, or give KAFKA_BROKERS of one that runs';
  return undefined;
}

/** Fetches the broker when it is not here yet, and makes its class archive. Throws KafkaMissingError when neither is possible. */
export async function kafkaRuntime(): Promise<KafkaRuntime> {
  const why = await whyNoKafka();
  const java = await findJava();
  if (why !== undefined || java === undefined) throw new KafkaMissingError(why);
  const { folder, classPath } = await kafkaArtefacts();
  const bare = { java, classPath, archive: [] };
  const fits = createHash('sha256').update(java.description).digest('hex').slice(0, 12);
  const archive = join(folder, `classes-${fits}.jsa`);
  if (!(await exists(archive))) await makeArchive(folder, archive, bare);
  return { ...bare, archive: [`-XX:SharedArchiveFile=${archive}`] };
}

/** Runs a broker once, for the classes it loads: every later start takes half the time. */
async function makeArchive(folder: string, archive: string, runtime: KafkaRuntime): Promise<void> {
  const aside = await mkdtemp(join(folder, 'archiving-'));
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

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

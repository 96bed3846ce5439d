import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './java.js';
import { COPY_GOAL, POM, kafkaCache } from './kafka-release.js';

const run = promisify(execFile);

/** From an empty repository over a slow line. */
const FETCH_WITHIN_MS = 300_000;

/** The broker's jars on this machine. */
export interface KafkaArtefacts {
  /** The cache: jars in `lib`, class archives beside it. */
  readonly folder: string;
  /** For `java -cp`. */
  readonly classPath: string;
}

/** Whether the jars are here already, so that Maven is not needed. */
export async function haveArtefacts(): Promise<boolean> {
  return exists(join(kafkaCache(), 'lib'));
}

/** The jars, fetched by Maven when this machine has none yet. They come whole or not at all. */
export async function kafkaArtefacts(): Promise<KafkaArtefacts> {
  const folder = kafkaCache();
  const lib = join(folder, 'lib');
  if (!(await exists(lib))) await fetchInto(folder, lib);
  return { folder, classPath: join(lib, '*') };
}

async function fetchInto(folder: string, lib: string): Promise<void> {
  const maven = await onPath('mvn');
  if (maven === undefined) throw new Error('Maven is needed to fetch Apache Kafka once');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const aside = await mkdtemp(join(folder, 'fetching-'));
  try {
    const pom = join(aside, 'pom.xml');
    await writeFile(pom, POM);
    await run(
      maven,
      ['-q', '-B', '-f', pom, COPY_GOAL, '-DincludeScope=runtime', `-DoutputDirectory=${join(aside, 'lib')}`],
      { timeout: FETCH_WITHIN_MS, maxBuffer: 8 * 1024 * 1024 },
    );
    // Whoever is first wins; a folder that is there already is as good.
    await rename(join(aside, 'lib'), lib).catch(async (error: unknown) => {
      if (!(await exists(lib))) throw error;
    });
  } catch (cause) {
    throw new Error('Maven could not fetch Apache Kafka: it needs the network once', { cause });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

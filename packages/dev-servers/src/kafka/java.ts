import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const MIN_JAVA = 17;
const ANSWER_WITHIN_MS = 15_000;

/** A Java that can run the broker. */
export interface Java {
  /** The program, as an absolute path. */
  readonly command: string;
  /** All it says of itself: a class archive fits only the very Java that made it. */
  readonly description: string;
}

/** All that a broker needs of the machine. */
export interface KafkaRuntime {
  readonly java: Java;
  readonly classPath: string;
  /** The arguments that make Java take its classes from an archive; none when there is none. */
  readonly archive: readonly string[];
}

const asked = new Map<string, Promise<Java | undefined>>();

/** The machine's Java, of JAVA_HOME or on the path; undefined when there is none or it is older than 17. */
export async function findJava(): Promise<Java | undefined> {
  const home = process.env['JAVA_HOME'];
  const command = home ? join(home, 'bin', 'java') : await onPath('java');
  if (command === undefined) return undefined;
  // Starting one costs a moment, and what it says stays the same.
  const known = asked.get(command) ?? ask(command);
  asked.set(command, known);
  return known;
}

async function ask(command: string): Promise<Java | undefined> {
  try {
    const { stderr } = await run(command, ['-version'], { timeout: ANSWER_WITHIN_MS });
    const major = Number(/version "(\d+)/.exec(stderr)?.[1]);
    return major >= MIN_JAVA ? { command, description: stderr } : undefined;
  } catch {
    return undefined;
  }
}

/** The first program of that name on the path; undefined when there is none. */
export async function onPath(name: string): Promise<string | undefined> {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const suffix of suffixes) {
      const file = join(folder, `${name}${suffix}`);
      if (await isProgram(file)) return file;
    }
  }
  return undefined;
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

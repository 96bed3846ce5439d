import { writeDevFile } from './dev-file.js';
import type { DevFile } from './dev-file.js';
import { explainFailure } from './explain-failure.js';
import { complain } from './terminal.js';

/** `dev.json` of something that changes while it runs. */
export interface KeptDevFile {
  /** Writes it as it is now, unless everything stops. */
  update(): void;
  /** Resolves when nothing is being written any more. */
  settled(): Promise<void>;
}

/** Writes follow each other, and the last says how things are. */
export function keepDevFile(
  file: string,
  content: () => DevFile | undefined,
  stopping: AbortSignal,
): KeptDevFile {
  let writing = Promise.resolve();
  const write = async () => {
    const now = content();
    if (now !== undefined && !stopping.aborted) await writeDevFile(file, now);
  };
  return {
    update() {
      writing = writing
        .then(write)
        .catch((error: unknown) => void complain(`dev.json could not be written: ${explainFailure(error)}`));
    },
    settled: () => writing,
  };
}

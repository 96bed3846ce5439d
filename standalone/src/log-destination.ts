import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** The log is moved to FILE.1 beyond this; so it takes twice as much at most. */
const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** Where a logger writes its lines. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * The services' common log: every line goes to the file, and what is a warning or worse also to `loud`, so that the terminal
 * shows what matters and nothing else.
 */
export function openLog(file: string, loud: (line: string) => void): LogDestination {
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  return {
    write: (line) => {
      if (size > MAX_LOG_BYTES) {
        closeSync(descriptor);
        renameSync(file, `${file}.1`);
        descriptor = openSync(file, 'a', 0o600);
        size = 0;
      }
      size += writeSync(descriptor, line);
      if (/"level":"(?:warn|error|fatal)"/.test(line)) loud(inWords(line));
    },
  };
}

/** A line for people: who says what, and why. */
function inWords(line: string): string {
  try {
    const { level, service, message, error } = JSON.parse(line) as Record<string, unknown>;
    const cause =
      error !== null && typeof error === 'object' && 'message' in error ? `: ${String(error.message)}` : '';
    return `[${String(service)}] ${String(level)}: ${String(message)}${cause}`;
  } catch {
    return line;
  }
}

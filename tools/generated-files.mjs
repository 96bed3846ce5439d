/** What every generator does with its files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './bootstrap/paths.mjs';

/**
 * Writes generated files, given as path from the root → content. When the program was started with `--check` it
 * writes none, names those that differ from what is there, and has the program fail.
 */
export function commitGenerated(files) {
  const stale = Object.entries(files).filter(([path, content]) => content !== contentOf(path));
  if (process.argv.includes('--check')) {
    for (const [path] of stale)
      process.stdout.write(`${path} is stale: run \`npm run generate\` and commit it\n`);
    if (stale.length > 0) process.exitCode = 1;
    return;
  }
  for (const [path, content] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
    process.stdout.write(`${path} written\n`);
  }
}

function contentOf(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

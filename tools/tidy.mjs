/** The style that no linter knows: see tools/tidy/rules.mjs. Prints `path:line problem`, and fails when there is one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap/paths.mjs';
import { problemsOfFile } from './tidy/file-rules.mjs';
import { generatedPatterns } from './tidy/generated.mjs';
import { problemsOfPackages } from './tidy/package-rules.mjs';

/** Made by machines, or no part of the repository. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', '.sixpence', 'coverage']);
const BINARY = /\.(png|jpe?g|ico|gif|webp|woff2?|pdf|gz)$/;

/** Paths of the repository's own files, from the root. */
function* files(folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name)) continue;
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && !BINARY.test(path)) yield path;
  }
}

const read = (path) => readFileSync(join(root, path), 'utf8');
const generated = generatedPatterns(read('.gitattributes'));
const paths = [...files()];
const manifests = paths.filter((path) => path.endsWith('package.json')).map((path) => JSON.parse(read(path)));

const problems = [
  ...paths.flatMap((path) => {
    const isGenerated = generated.some((pattern) => pattern.test(path));
    return problemsOfFile({ path, text: read(path), generated: isGenerated, checkout: root });
  }),
  ...problemsOfPackages(manifests),
];

for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

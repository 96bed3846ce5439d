/**
 * `npm run generate`: writes the files that come from others. With `--check` it writes nothing and fails, naming them,
 * when a committed one is stale: a generated file is reviewed like any other, so it must be true.
 *
 * A generator is a program that takes `--check` in the same way: those in tools/generators (which give their files to
 * `commitGenerated`), and the compiler of the contracts.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap/paths.mjs';
import { runtimeNode } from './bootstrap/run.mjs';
import { runQuietly } from './steps.mjs';

const folder = 'tools/generators';
const own = readdirSync(join(root, folder)).filter((name) => name.endsWith('.mjs'));
const programs = ['contracts/compile.mjs', ...own.map((name) => `${folder}/${name}`)];

const flags = process.argv.includes('--check') ? ['--check'] : [];
const results = await Promise.all(programs.map((program) => runQuietly(runtimeNode(), [program, ...flags])));

for (const { output } of results) process.stdout.write(output);
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;

/** Starting other programs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { binFolder, nodeBinary, root } from './paths.mjs';

/** A program ended badly. It has said why on the terminal, or else in `output`. */
export class CommandFailed extends Error {
  constructor(what, output = '') {
    super(what);
    this.output = output;
  }
}

/** Node for what is built or run here: the one that npm brought, else the one that runs this. */
export function runtimeNode() {
  return existsSync(nodeBinary) ? nodeBinary : process.execPath;
}

/** The environment with the installed commands first, as npm scripts have it. */
export function withInstalledCommands(env = process.env) {
  const rest = withoutInstalledCommands(env).PATH ?? '';
  return { ...env, PATH: `${binFolder}${delimiter}${rest}` };
}

/**
 * The environment without the installed commands. npm must be run by the machine's own Node: the one in
 * node_modules is deleted while npm replaces that folder.
 */
export function withoutInstalledCommands(env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...env, PATH: folders.join(delimiter) };
}

/**
 * Runs a program to its end, on the terminal; with `capture` its standard error is kept for the error instead.
 * Throws CommandFailed when it ends with another code than 0.
 */
export function run(
  command,
  args,
  { cwd = root, env = withInstalledCommands(), capture = false, what = command } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'inherit', capture ? 'pipe' : 'inherit'],
    });
    let output = '';
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => reject(new CommandFailed(`${what} did not start: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new CommandFailed(`${what} failed (${signal ?? `exit code ${code}`}).`, output));
    });
  });
}

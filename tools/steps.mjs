/** Running steps side by side: one line a step with its time, and all of its output only when it failed. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { root } from './bootstrap/paths.mjs';
import { withInstalledCommands } from './bootstrap/run.mjs';

/** Runs a program to its end and keeps what it says: `{ code, output }`. Never throws. */
export function runQuietly(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...withInstalledCommands(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = spawn(command, args, options);
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ code: 1, output: `${command}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}

/**
 * Runs steps `{ name, run(): Promise<{ code, output }>, after? }`, as many at once as there are processors, each once
 * the steps named in `after` are done. Returns the names of those that failed.
 */
export async function runSteps(steps) {
  const waiting = [...steps];
  const done = new Set();
  const failed = [];
  const running = new Set();
  const limit = Math.max(2, availableParallelism());
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((step) => (step.after ?? []).every((name) => done.has(name)));
    if (next >= 0 && running.size < limit) {
      const [step] = waiting.splice(next, 1);
      const work = report(step).then((code) => {
        running.delete(work);
        done.add(step.name);
        if (code !== 0) failed.push(step.name);
      });
      running.add(work);
    } else if (running.size > 0) await Promise.race(running);
    else
      throw new Error(
        `Steps wait for steps that are not there: ${waiting.map((step) => step.name).join(', ')}`,
      );
  }
  return failed;
}

async function report(step) {
  const started = performance.now();
  const { code, output } = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${seconds} s  ${step.name}\n`);
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n\n`);
  return code;
}

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** True while the process runs. A zombie counts as gone: where init reaps nothing it would be there for ever. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The state follows the command, which stands in brackets and may hold any character.
  return stat !== '' && !/\) [ZX] /.test(stat.slice(stat.lastIndexOf(')')));
}

/**
 * The arguments a process was started with, joined by spaces, or undefined when it is gone or the system will not say
 * (Windows). A process id alone proves nothing: after a restart of the machine it is another program's.
 */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const text = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      return text === '' ? undefined : text.split('\0').slice(0, -1).join(' ');
    }
    const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Tells a process from every other that has or had its number: the machine's boot and the moment it was started.
 * Undefined when it is gone or the system will not say (Windows).
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  try {
    if (process.platform === 'linux') {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // Counted behind the command, which may hold spaces: starttime is the 22nd field of all, the 20th here (proc(5)).
      const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return `${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()}/${started}`;
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

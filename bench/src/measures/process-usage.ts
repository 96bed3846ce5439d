import { readFile } from 'node:fs/promises';

/** Linux counts a process's time in hundredths of a second (USER_HZ), whatever its own clock does. */
const microsecondsPerTick = 10_000;

/**
 * The CPU time that a process, its children and the children it has buried have used, in microseconds. Undefined where
 * there is no /proc: not on Linux.
 */
export async function cpuTimeOf(pid: number): Promise<number | undefined> {
  try {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
    const own = ticksOf(await readFile(`/proc/${pid}/stat`, 'utf8'));
    const theirs = await Promise.all(children.map((child) => cpuTimeOf(Number(child))));
    return theirs.reduce<number>((sum, time) => sum + (time ?? 0), own * microsecondsPerTick);
  } catch {
    return undefined;
  }
}

/** The fields utime, stime, cutime and cstime of proc_pid_stat(5). The name before them may hold anything, a `)` too. */
function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** The memory of a process that is in RAM, in MiB (VmRSS of proc_pid_status(5)); undefined where there is no /proc. */
export async function residentMiB(pid: number): Promise<number | undefined> {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1_024;
  } catch {
    return undefined;
  }
}

/** The time of all processors together since the machine started, in microseconds: what they worked, and all of it. */
export interface MachineTime {
  readonly worked: number;
  readonly passed: number;
}

/** Reads proc_stat(5); undefined where there is no /proc. */
export async function machineTime(): Promise<MachineTime | undefined> {
  try {
    const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
    const [user, nice, system, idle, iowait, irq, softirq, steal] = line.split(/\s+/).slice(1).map(Number);
    const worked = sum([user, nice, system, irq, softirq, steal]) * microsecondsPerTick;
    return { worked, passed: worked + sum([idle, iowait]) * microsecondsPerTick };
  } catch {
    return undefined;
  }
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

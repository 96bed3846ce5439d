import { cpuTimeOf, machineTime } from './process-usage.js';

/** What a run cost. */
export interface Costs {
  /** CPU time by process, in microseconds; undefined where it cannot be read. */
  readonly cpu: ReadonlyMap<string, number | undefined>;
  /** What other programs took of the machine meanwhile, 0 to 1. */
  readonly othersShare: number | undefined;
}

/** Runs something and counts the CPU time of the processes, given by name, and of this one. */
export async function countCosts<T>(
  pids: ReadonlyMap<string, number>,
  run: () => Promise<T>,
): Promise<{ result: T; costs: Costs }> {
  const before = await read(pids);
  const result = await run();
  const after = await read(pids);
  const cpu = new Map(
    [...pids.keys()].map((name) => [name, difference(before.cpu.get(name), after.cpu.get(name))]),
  );
  return { result, costs: { cpu, othersShare: othersShare(before, after, [...cpu.values()]) } };
}

interface Reading {
  readonly self: number;
  readonly cpu: ReadonlyMap<string, number | undefined>;
  readonly machine: { readonly worked: number; readonly passed: number } | undefined;
}

async function read(pids: ReadonlyMap<string, number>): Promise<Reading> {
  const { user, system } = process.cpuUsage();
  const times = [...pids].map(async ([name, pid]) => [name, await cpuTimeOf(pid)] as const);
  return { self: user + system, cpu: new Map(await Promise.all(times)), machine: await machineTime() };
}

const difference = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : to - from;

function othersShare(
  before: Reading,
  after: Reading,
  ours: readonly (number | undefined)[],
): number | undefined {
  if (!before.machine || !after.machine) return undefined;
  const known = ours.reduce<number>((sum, each) => sum + (each ?? 0), after.self - before.self);
  const others = after.machine.worked - before.machine.worked - known;
  return Math.max(0, others) / (after.machine.passed - before.machine.passed);
}

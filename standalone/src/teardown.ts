/** A part that was started: how it is ended, and how long that may take. */
interface Part {
  readonly name: string;
  readonly withinMs: number;
  readonly stop: () => Promise<void>;
}

/** What was started, in order, to be ended in the reverse. */
export interface Teardown {
  /** Remembers how to end a part that was just started. Parts of one step are ended together. */
  add(step: number, part: Part): void;
  /** Ends everything, later steps first; a part that fails or takes too long holds up nothing. Again: waits for the first. */
  run(report: (name: string, error: unknown) => void): Promise<void>;
}

/** An empty list. A part that is added after the end is ended at once. */
export function createTeardown(): Teardown {
  const steps = new Map<number, Part[]>();
  let running: Promise<void> | undefined;
  let reportLate: (name: string, error: unknown) => void = () => {};

  const end = async (report: (name: string, error: unknown) => void) => {
    reportLate = report;
    for (const step of [...steps.keys()].toSorted((a, b) => b - a)) {
      await Promise.all((steps.get(step) ?? []).map((part) => endPart(part, report)));
    }
  };
  return {
    add: (step, part) => {
      if (running) void endPart(part, reportLate);
      else steps.set(step, [...(steps.get(step) ?? []), part]);
    },
    run: (report) => (running ??= end(report)),
  };
}

async function endPart(
  { name, withinMs, stop }: Part,
  report: (name: string, error: unknown) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not end within ${withinMs} ms`)), withinMs);
  });
  try {
    await Promise.race([stop(), late]);
  } catch (error) {
    report(name, error);
  } finally {
    clearTimeout(timer);
  }
}

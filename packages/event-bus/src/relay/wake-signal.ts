/** A bell: whoever waits is woken by the next ring, and a ring that nobody waited for is not lost. */
export interface WakeSignal {
  ring(): void;
  /** Resolves at the next ring (at once when it rang since the last wait), or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>;
}

/** A new bell, for one waiter at a time. */
export function createWakeSignal(): WakeSignal {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait(timeoutMs) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = undefined;
      }
      rung = false;
    },
  };
}

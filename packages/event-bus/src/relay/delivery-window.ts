import type { Position } from './batch-order.js';

/** What is delivered and not yet settled, in the order of the outbox; it tells how far everything is settled. */
export interface DeliveryWindow {
  /** How many deliveries are in hand. */
  readonly size: number;
  /** The last position up to which every delivery has resolved, since the window was made. */
  readonly settledUpTo: Position | undefined;
  /** The first failure: nothing moves on after it. */
  readonly failure: unknown;
  /** Adds the delivery of the entry at `position`; positions rise from call to call. */
  add(position: Position, delivery: Promise<void>): void;
  /** Adds a delivery that moves nothing on, of an entry that will be met again later; its failure counts. */
  watch(delivery: Promise<void>): void;
  /** Resolves when nothing is in hand any more, however it ended. */
  drained(): Promise<void>;
}

/** A new window. `onChange` is called after each delivery that settles. */
export function createDeliveryWindow(onChange: () => void): DeliveryWindow {
  const entries: { position: Position; settled: boolean }[] = [];
  const waiting: (() => void)[] = [];
  let settledUpTo: Position | undefined;
  let failure: unknown;
  let inHand = 0;

  const advance = (): void => {
    let settled = 0;
    while (entries[settled]?.settled === true) settled += 1;
    settledUpTo = entries.splice(0, settled).at(-1)?.position ?? settledUpTo;
  };
  const end = (): void => {
    inHand -= 1;
    if (inHand === 0) for (const resolve of waiting.splice(0)) resolve();
    onChange();
  };

  const take = (delivery: Promise<void>, onSettled: () => void): void => {
    inHand += 1;
    delivery.then(
      () => {
        onSettled();
        end();
      },
      (error: unknown) => {
        failure ??= error;
        end();
      },
    );
  };

  return {
    get size() {
      return inHand;
    },
    get settledUpTo() {
      return settledUpTo;
    },
    get failure() {
      return failure;
    },
    add(position, delivery) {
      const entry = { position, settled: false };
      entries.push(entry);
      take(delivery, () => {
        entry.settled = true;
        advance();
      });
    },
    watch(delivery) {
      take(delivery, () => {});
    },
    async drained() {
      if (inHand > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

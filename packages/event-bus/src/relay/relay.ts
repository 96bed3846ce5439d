/** Brings what a service's outbox holds to the bus. Several may run on one outbox. */
export interface Relay {
  start(): void;
  /** Rows were committed: look at once. */
  wake(): void;
  /** Fetches nothing more, finishes (bounded) what is in hand, notes how far it came. */
  stop(): Promise<void>;
  /** Since when (`performance.now()`) rows wait for one and the same older transaction; undefined when none do, or that is not known. */
  readonly waitingSinceMs: number | undefined;
}

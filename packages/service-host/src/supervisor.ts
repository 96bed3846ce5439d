/** What a process says to the one that started it, over Node's channel between the two. */
export interface ReadyMessage {
  readonly ready: {
    readonly url: string;
    /** Where its metrics are, when they are served. */
    readonly metricsUrl?: string | undefined;
  };
}

/**
 * A process with a channel to the one that started it ends when that is gone: a supervisor that was killed starts everything
 * anew, on the same ports. At once, as after `kill -9`: nothing is lost by that.
 */
export function followSupervisor(): void {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.exit(1));
  // The channel alone keeps no process alive.
  process.channel?.unref();
}

/** Tells the supervisor, where there is one, that the service answers. */
export function tellSupervisor(ready: ReadyMessage['ready']): void {
  const message: ReadyMessage = { ready };
  process.send?.(message);
}

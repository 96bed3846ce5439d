import { partitionKey } from '../src/numbering/numbered-batch.js';
import { StoppingError } from '../src/index.js';
import type { LogTransport, NumberedEvent } from '../src/index.js';

/** A log that keeps what it is given, as a broker does, and can be away. */
export interface RecordedLog {
  readonly transport: LogTransport;
  /** What each partition holds, in the order in which it came. */
  readonly partitions: ReadonlyMap<string, readonly NumberedEvent[]>;
  /** All records of all partitions. */
  all(): NumberedEvent[];
  /** The ids of the events in the order in which they came, without repeats: of one key that is its order. */
  ids(): string[];
  /** From now on nothing is taken until it is back. */
  goAway(): void;
  comeBack(): void;
}

export function recordedLog(): RecordedLog {
  const partitions = new Map<string, NumberedEvent[]>();
  let back = Promise.resolve();
  let comeBack = (): void => {};
  const all = () => [...partitions.values()].flat();
  const refuse = () => Promise.reject(new Error('this log has no readers'));
  return {
    partitions,
    all,
    ids: () => [...new Set(all().map(({ envelope }) => (JSON.parse(envelope) as { id: string }).id))],
    goAway: () => void (back = new Promise((resolve) => (comeBack = resolve))),
    comeBack: () => comeBack(),
    transport: {
      kind: 'kafka',
      join: refuse,
      request: refuse,
      close: async () => {},
      async publish(stream, partition, events, stopping) {
        const stopped = new Promise<never>((_resolve, reject) =>
          stopping.addEventListener('abort', () => reject(new StoppingError())),
        );
        await Promise.race([back, stopped]);
        const name = partitionKey({ stream, partition });
        partitions.set(name, [...(partitions.get(name) ?? []), ...events]);
      },
    },
  };
}

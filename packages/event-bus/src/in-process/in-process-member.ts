import { streams } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord, Consumer, ReplyRecord, RequestRecord, Sink } from '../transport/transport.js';
import { within } from '../waiting/within.js';
import { createKeyLanes } from './key-lanes.js';

/** A consumer that joined, with the lanes its records go through. */
export interface InProcessMember {
  readonly consumer: Consumer;
  /** The member as a sink of that service's outbox, always the same one; undefined when it listens to none of its streams. */
  sinkFor(service: ServiceName): Sink | undefined;
  answer(request: RequestRecord): Promise<ReplyRecord>;
  /** Takes nothing new, ends what waits, and waits at most `timeoutMs` for what is running. */
  stop(timeoutMs: number): Promise<void>;
}

/** Makes a consumer a member. */
export function createMember(consumer: Consumer): InProcessMember {
  const leaving = new AbortController();
  const lanes = createKeyLanes();
  const sinks = new Map<ServiceName, Sink>();
  const requests = new Set<Promise<unknown>>();

  const deliver = (record: BusRecord, stopping: AbortSignal): Promise<void> => {
    if (!consumer.types.has(record.event.type)) return Promise.resolve();
    return lanes.run(`${record.stream}\u0000${record.key}`, async () => {
      if (leaving.signal.aborted || stopping.aborted) throw new StoppingError();
      await consumer.handle(record, [leaving.signal, stopping]);
    });
  };

  return {
    consumer,
    sinkFor(service) {
      if (![...consumer.streams].some((stream) => streams[stream] === service)) return undefined;
      const sink = sinks.get(service) ?? {
        name: `in-process/${consumer.group}`,
        types: consumer.types,
        deliver,
      };
      sinks.set(service, sink);
      return sink;
    },
    async answer(request) {
      const answering = consumer.answer(request);
      requests.add(answering);
      try {
        return await answering;
      } finally {
        requests.delete(answering);
      }
    },
    async stop(timeoutMs) {
      leaving.abort();
      const finished = Promise.all([lanes.idle(), Promise.allSettled(requests)]);
      await within(timeoutMs, finished);
    },
  };
}

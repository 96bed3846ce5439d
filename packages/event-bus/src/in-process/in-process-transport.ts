import type { ServiceName } from '@sixpence/schemas';
import type {
  Consumer,
  Membership,
  RelayConnection,
  ReplyRecord,
  RequestRecord,
  Sink,
  SinkTransport,
} from '../transport/transport.js';
import { whenAborted } from '../waiting/when-aborted.js';
import { createMember } from './in-process-member.js';
import type { InProcessMember } from './in-process-member.js';

const LEAVE_TIMEOUT_MS = 10_000;

/**
 * The bus inside one process, shared by its applications: the same outboxes, relays and inboxes as with a broker, without
 * the broker. Each group is a sink of its own of every outbox it listens to, so that a slow group holds back no other; of
 * several members of a group the first is handed the events, as with one partition.
 */
export function createInProcessTransport(): SinkTransport {
  const members = new Set<InProcessMember>();
  const relays = new Set<{ service: ServiceName; onSinks: (sinks: readonly Sink[]) => void }>();
  /** Requests that wait for somebody to answer them: the applications of a process start at different moments. */
  const waiting = new Set<() => void>();
  let turn = 0;

  const sinksOf = (service: ServiceName): Sink[] => {
    const sinks = new Map<string, Sink>();
    for (const member of members) {
      const sink = member.sinkFor(service);
      if (sink !== undefined && !sinks.has(sink.name)) sinks.set(sink.name, sink);
    }
    return [...sinks.values()];
  };

  const announce = (): void => {
    for (const { service, onSinks } of relays) onSinks(sinksOf(service));
    for (const look of waiting) look();
  };

  const answererOf = ({ service, type }: RequestRecord): InProcessMember | undefined => {
    const able = [...members].filter(
      ({ consumer }) => consumer.service === service && consumer.requests.has(type),
    );
    turn += 1;
    return able[turn % able.length];
  };

  const waitForAnswerer = (request: RequestRecord, signal: AbortSignal): Promise<InProcessMember> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const member = answererOf(request);
        if (member === undefined) return;
        waiting.delete(look);
        resolve(member);
      };
      waiting.add(look);
      signal.addEventListener('abort', () => {
        waiting.delete(look);
        reject(signal.reason as Error);
      });
      look();
    });

  return {
    kind: 'in-process',
    async join(consumer: Consumer): Promise<Membership> {
      const member = createMember(consumer);
      members.add(member);
      announce();
      return {
        async leave() {
          if (members.delete(member)) announce();
          await member.stop(LEAVE_TIMEOUT_MS);
        },
      };
    },
    connectRelay(service, onSinks): RelayConnection {
      const relay = { service, onSinks };
      relays.add(relay);
      onSinks(sinksOf(service));
      return { close: () => void relays.delete(relay) };
    },
    async request(request, signal): Promise<ReplyRecord> {
      signal.throwIfAborted();
      const member = await waitForAnswerer(request, signal);
      // Both ways as on a wire: JSON, and nothing shared between the two sides.
      const reply = member.answer(asOnWire(request)).then(asOnWire);
      return Promise.race([reply, whenAborted(signal)]);
    },
    async close() {
      await Promise.all([...members].map((member) => member.stop(LEAVE_TIMEOUT_MS)));
      members.clear();
      announce();
    },
  };
}

const asOnWire = <T>(record: T): T => JSON.parse(JSON.stringify(record)) as T;

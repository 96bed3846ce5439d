import type { BusEvent, ConsumerGroup, ProblemCode, ServiceName, Stream } from '@sixpence/schemas';

/**
 * What carries events and requests between services. There are two kinds behind this one interface, and handlers cannot
 * tell which. A transport knows nothing of databases: the relay brings it what the outbox holds, and the consumers it hands
 * records to settle by themselves what is retried, parked or remembered.
 */
export type Transport = SinkTransport | LogTransport;

interface AnyTransport {
  /** Makes the consumer a member of its group. Records and requests reach it from then on, until it leaves. */
  join(consumer: Consumer): Promise<Membership>;
  /** Asks and waits for the answer; rejects with the signal's reason when that comes first. A late answer is dropped. */
  request(request: RequestRecord, signal: AbortSignal): Promise<ReplyRecord>;
  /** Lets go of everything. Members should have left before. */
  close(): Promise<void>;
}

/** Hands events to each receiver by itself; the relay keeps a cursor for each. */
export interface SinkTransport extends AnyTransport {
  readonly kind: 'in-process';
  /** Tells at once, and after every change, the sinks that the relay of `service` must feed. */
  connectRelay(service: ServiceName, onSinks: (sinks: readonly Sink[]) => void): RelayConnection;
}

/** Keeps events in a log of partitions, whoever reads it; the relay numbers what it publishes there. */
export interface LogTransport extends AnyTransport {
  readonly kind: 'kafka';
  /**
   * Resolves once the partition has the events for good, in the order of the calls; rejects (StoppingError) only when
   * `stopping` aborts first, and whether it has them is then unknown.
   */
  publish(
    stream: Stream,
    partition: number,
    events: readonly NumberedEvent[],
    stopping: AbortSignal,
  ): Promise<void>;
}

/** An event with its number: contiguous within its partition, and the same whenever it is published again. */
export interface NumberedEvent {
  readonly key: string;
  readonly type: string;
  /** The envelope as JSON. */
  readonly envelope: string;
  readonly epoch: string;
  readonly sequence: bigint;
}

/** An event on its way. Key and version are also in the event; here they are what transports and relays order by. */
export interface BusRecord {
  readonly stream: Stream;
  readonly key: string;
  readonly version: number;
  readonly event: BusEvent;
  /** Where it lay on the broker, when it came from one. */
  readonly place?:
    | { readonly topic: string; readonly partition: number; readonly offset: bigint }
    | undefined;
}

/**
 * One receiver of all that an outbox holds, with a cursor of its own. `deliver` is called in the order of the outbox and
 * may be called again before it has settled; records of one key must be taken in the order of the calls. It resolves when
 * the record needs no further delivery, and rejects when it must be delivered again: the relay then goes back to the
 * cursor.
 */
export interface Sink {
  /** Stable over restarts: the cursor's name. */
  readonly name: string;
  /** The event types to bring, or undefined for all. */
  readonly types: ReadonlySet<string> | undefined;
  /** `stopping` aborts when the relay stops: what only waits for a later try then rejects at once. */
  deliver(record: BusRecord, stopping: AbortSignal): Promise<void>;
}

export interface RelayConnection {
  /** No more sinks are told after this. */
  close(): void;
}

/** A service's side of its consumer group. */
export interface Consumer {
  readonly service: ServiceName;
  readonly group: ConsumerGroup;
  readonly streams: ReadonlySet<Stream>;
  readonly types: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
  /**
   * Resolves when the record has had its effect or is parked; rejects (StoppingError) only when one of the signals ended it before,
   * or when `owner` was taken over from.
   */
  handle(record: BusRecord, stopping: readonly AbortSignal[], owner?: PartitionOwner): Promise<void>;
  /**
   * Tries to handle records of one partition in one call of a handler that takes several. False when they are not all one such
   * handler's, or when it failed: then they are to be handled one by one. Rejects as `handle` does.
   */
  handleTogether?(
    records: readonly BusRecord[],
    stopping: readonly AbortSignal[],
    owner: PartitionOwner | undefined,
  ): Promise<boolean>;
  /** Makes this member the one whose effects of the partition count, from now until another takes it over. */
  takeOver?(stream: Stream, partition: number): Promise<PartitionOwner>;
  /** Hears at how many partitions this member is held up, each time that it changes: records are missing that were acknowledged. */
  onGaps?(partitions: number): void;
  /** Never rejects: a failure is an answer too. */
  answer(request: RequestRecord): Promise<ReplyRecord>;
}

/** A member's right to have effects of a partition: the one with the highest epoch has it. */
export interface PartitionOwner {
  readonly stream: Stream;
  readonly partition: number;
  readonly epoch: bigint;
}

export interface Membership {
  /** Takes nothing new, waits (bounded) for what is in hand, and leaves the group. May be called again. */
  leave(): Promise<void>;
}

/** A request on its way: JSON all through. */
export interface RequestRecord {
  readonly id: string;
  readonly type: string;
  readonly service: ServiceName;
  readonly traceparent: string;
  readonly idempotencyKey: string | null;
  /** When the one who asks has given up (milliseconds since 1970): nobody need answer after that. */
  readonly expiresAtMs: number;
  readonly payload: unknown;
}

/** What is said of a failure to the one who asked. */
export interface ReplyProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field?: string | undefined;
}

export type ReplyRecord =
  | { readonly id: string; readonly ok: true; readonly payload: unknown }
  | { readonly id: string; readonly ok: false; readonly problem: ReplyProblem };

/** Work was not done because its doer stops; whoever asked for it asks again later. */
export class StoppingError extends Error {
  override readonly name: string = 'StoppingError';
  constructor(message = 'stopping') {
    super(message);
  }
}

/** The partition is another member's by now: nothing was done, and nothing of it is ours to retry or park. */
export class FencedError extends StoppingError {
  override readonly name = 'FencedError';
  constructor({ stream, partition, epoch }: PartitionOwner) {
    super(`${stream}/${partition} was taken over from the member of epoch ${epoch}`);
  }
}

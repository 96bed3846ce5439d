import { Server } from '@nestjs/microservices';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import type { Database } from '@sixpence/postgres';
import { findEvent, requestCatalogue } from '@sixpence/schemas';
import type { BusEvent, ConsumerGroup, ServiceName, Stream } from '@sixpence/schemas';
import type { Logger } from '@sixpence/telemetry';
import { lastValueFrom } from 'rxjs';
import { answerDeadLetters } from '../dead-letters/answer-dead-letters.js';
import { REPLAY_TRY_TIMEOUT_MS } from '../dead-letters/dead-letter-desk.js';
import { defaultRetryPolicy } from '../handling/backoff.js';
import type { RetryPolicy } from '../handling/backoff.js';
import type { BusContext } from '../handling/bus-context.js';
import { answerNumbers } from '../gaps/answer-numbers.js';
import { handleEvent, handleOnce } from '../handling/handle-event.js';
import { handleTogether } from '../handling/handle-together.js';
import { handleRequest } from '../handling/handle-request.js';
import { createLimiter } from '../handling/limiter.js';
import { takeOverPartition } from '../inbox/partition-owners.store.js';
import { Outbox } from '../outbox/outbox.js';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord, Consumer, Membership, Transport } from '../transport/transport.js';

export interface BusStrategyOptions {
  readonly service: ServiceName;
  readonly group: ConsumerGroup;
  readonly transport: Transport;
  readonly db: Database;
  readonly logger: Logger;
  /** The service's; when none is given, the relay finds what is told of dead letters by itself. */
  readonly outbox?: Outbox | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
  readonly concurrency?: number | undefined;
  /** Hears at how many partitions this process is held up because acknowledged records are missing; see docs/runbooks/bus-gap.md. */
  readonly onGaps?: ((partitions: number) => void) | undefined;
}

/** One method of a service that takes events. */
interface EventHandler {
  readonly handle: MessageHandler;
  /** The same for all types that one method takes; present when it takes several events in one call. */
  readonly batch: object | undefined;
}

const DEFAULT_CONCURRENCY = 16;
const REQUESTS_AT_ONCE = 64;
const MAX_REQUEST_LOAD = 512;

/** Nest's side of the bus: `@EventPattern` and `@MessagePattern` methods become the consumer that joins the transport. */
export class BusStrategy extends Server implements CustomTransportStrategy {
  /** Handlers reject, and we settle what that means: Nest needs not log it. */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: BusStrategyOptions;
  readonly #events = new Map<string, EventHandler[]>();
  readonly #requests = new Map<string, MessageHandler>();
  #joining: Promise<Membership> | undefined;

  constructor(options: BusStrategyOptions) {
    super();
    this.#options = options;
  }

  /** Keeps handlers of one event apart: Nest would chain them and answer before the others have ended. */
  override addHandler(
    pattern: unknown,
    handler: MessageHandler,
    isEventHandler = false,
    extras: { readonly batch?: boolean } = {},
  ): void {
    const type = String(pattern);
    // Nest gives the method's one object of extras with each of its patterns.
    const batch = extras.batch === true ? extras : undefined;
    if (isEventHandler) this.#addEventHandler(type, { handle: handler, batch });
    else this.#addRequestHandler(type, handler);
    this.messageHandlers.set(type, handler);
  }

  /** Joins the group. A second call changes nothing. */
  override listen(callback: (error?: unknown) => void): void {
    this.#joining ??= this.#options.transport.join(this.#consumer());
    void this.#report(this.#joining, callback);
  }

  /** Takes nothing new, finishes what is in hand (bounded) and leaves the group. */
  override async close(): Promise<void> {
    const membership = await this.#joining?.catch(() => undefined);
    await membership?.leave();
  }

  override on(): never {
    throw new Error('the bus has no events of its own to listen to');
  }

  override unwrap<T>(): T {
    return this.#options.transport as T;
  }

  async #report(joining: Promise<Membership>, callback: (error?: unknown) => void): Promise<void> {
    const failure = await joining.then(
      () => undefined,
      (error: unknown) => error ?? new Error('the bus could not be joined'),
    );
    callback(failure);
  }

  #addEventHandler(type: string, handler: EventHandler): void {
    if (findEvent(type) === undefined)
      throw new Error(`@EventPattern('${type}'): there is no such event in the catalogue`);
    this.#events.set(type, [...(this.#events.get(type) ?? []), handler]);
  }

  #addRequestHandler(type: string, handler: MessageHandler): void {
    const { service } = this.#options;
    if (!requestCatalogue.some((request) => request.type === type && request.service === service)) {
      throw new Error(`@MessagePattern('${type}'): the catalogue has no such request to ${service}`);
    }
    if (this.#requests.has(type))
      throw new Error(`@MessagePattern('${type}') stands twice: only one can answer`);
    this.#requests.set(type, handler);
  }

  #consumer(): Consumer {
    const { service, group, db, logger, retry, onGaps, concurrency = DEFAULT_CONCURRENCY } = this.#options;
    const outbox = this.#options.outbox ?? new Outbox(service, () => {});
    const events = {
      db,
      outbox,
      group,
      logger,
      retry: { ...defaultRetryPolicy, ...retry },
      limiter: createLimiter(concurrency),
      dispatch: (event: BusEvent, context: BusContext) => this.#runEventHandlers(event, context),
    };
    const { tryTimeoutMs } = events.retry;
    const replays = {
      ...events,
      retry: { ...events.retry, tryTimeoutMs: Math.min(tryTimeoutMs, REPLAY_TRY_TIMEOUT_MS) },
    };
    const deadLetters = answerDeadLetters({
      db,
      outbox,
      service,
      group,
      logger,
      handles: (type) => this.#events.has(type),
      runOnce: (event, attemptNumber) => handleOnce(replays, event, attemptNumber),
    });
    const builtIn = new Map([...deadLetters, ...answerNumbers(service, db)]);
    const requests = {
      logger,
      limiter: createLimiter(REQUESTS_AT_ONCE),
      maxLoad: MAX_REQUEST_LOAD,
      dispatch: (type: string, payload: unknown, context: BusContext) =>
        builtIn.get(type)?.(payload) ?? this.#run(this.#requests.get(type), payload, context),
    };
    const streams = [...this.#events.keys()].map((type) => findEvent(type)?.stream as Stream);
    return {
      service,
      group,
      streams: new Set(streams),
      types: new Set(this.#events.keys()),
      requests: new Set([...builtIn.keys(), ...this.#requests.keys()]),
      handle: (record, stopping, owner) => handleEvent(events, record, stopping, owner),
      handleTogether: async (records, stopping, owner) => {
        const handler = this.#batchHandlerOf(records);
        if (handler === undefined) return false;
        const dispatch = async (batch: BusEvent[], context: BusContext): Promise<void> =>
          void (await this.#run(handler, batch, context));
        return handleTogether(events, dispatch, records, stopping, owner);
      },
      takeOver: (stream, partition) => takeOverPartition(db, group, stream, partition),
      ...(onGaps === undefined ? {} : { onGaps }),
      answer: (request) => handleRequest(requests, request),
    };
  }

  /** The one handler that takes all of these together, if there is nothing else that wants one of them. */
  #batchHandlerOf(records: readonly BusRecord[]): MessageHandler | undefined {
    const all = [...new Set(records.map(({ event }) => event.type))].map((type) => this.#events.get(type));
    const [first] = all[0] ?? [];
    const isItsAlone = all.every((handlers) => handlers?.length === 1 && handlers[0]?.batch === first?.batch);
    return first?.batch !== undefined && isItsAlone ? first.handle : undefined;
  }

  /** All have their turn even when one fails, one after the other; then the failure counts for the event. */
  async #runEventHandlers(event: BusEvent, context: BusContext): Promise<void> {
    const failures: unknown[] = [];
    for (const { handle, batch } of this.#events.get(event.type) ?? []) {
      try {
        await this.#run(handle, batch === undefined ? event : [event], context);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures.find((error) => error instanceof StoppingError) ?? failures[0];
  }

  async #run(handler: MessageHandler | undefined, payload: unknown, context: BusContext): Promise<unknown> {
    if (handler === undefined) throw new Error('no handler');
    return lastValueFrom(this.transformToObservable(handler(payload, context)), { defaultValue: undefined });
  }
}

import { randomUUID } from 'node:crypto';
import { DomainError } from '@sixpence/schemas';
import type { RequestDefinition, ResponseOf } from '@sixpence/schemas';
import { childTraceparent, currentTraceparent } from '@sixpence/telemetry';
import { z } from 'zod';
import type { ReplyRecord, RequestRecord, Transport } from '../transport/transport.js';
import { fromProblem } from './problem-reply.js';

export interface RequestOptions {
  /** The same key again means the same request again. A new one when a request that changes state has none. */
  readonly idempotencyKey?: string | undefined;
  /** How long the caller waits; the definition's own time when nothing is given. */
  readonly timeoutMs?: number | undefined;
}

const DEFAULT_MAX_PENDING = 1_000;

/** Asks other services and waits for their answers. */
export class BusClient {
  readonly #transport: Pick<Transport, 'request'>;
  readonly #maxPending: number;
  readonly #closing = new AbortController();
  #pending = 0;

  constructor(transport: Pick<Transport, 'request'>, maxPending = DEFAULT_MAX_PENDING) {
    this.#transport = transport;
    this.#maxPending = maxPending;
  }

  /**
   * Sends a request and gives the answer, both checked against the definition. Throws the DomainError that the answering
   * service threw; request_timeout when no answer came in time; service_unavailable when too many requests wait or this
   * application closes; internal_error when the other side failed, or its answer does not fit.
   */
  async request<Definition extends RequestDefinition>(
    definition: Definition,
    payload: z.input<Definition['request']>,
    options: RequestOptions = {},
  ): Promise<ResponseOf<Definition>> {
    const timeoutMs = options.timeoutMs ?? definition.timeoutMs;
    const request = toRecord(definition, payload, { ...options, timeoutMs });
    if (this.#closing.signal.aborted) throw closing();
    if (this.#pending >= this.#maxPending)
      throw new DomainError('service_unavailable', 'Too many requests wait for other services');
    this.#pending += 1;
    try {
      return readReply(definition, await this.#send(request, timeoutMs));
    } finally {
      this.#pending -= 1;
    }
  }

  /** Ends every request that still waits; further ones are refused. */
  close(): void {
    this.#closing.abort(closing());
  }

  async #send(request: RequestRecord, timeoutMs: number): Promise<ReplyRecord> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(late(request)), timeoutMs);
    const signal = AbortSignal.any([timeout.signal, this.#closing.signal]);
    try {
      return await this.#transport.request(request, signal);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new DomainError('service_unavailable', `The service ${request.service} could not be asked`, {
        cause,
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

const late = ({ service }: RequestRecord) =>
  new DomainError('request_timeout', `The service ${service} did not answer in time`);
const closing = () => new DomainError('service_unavailable', 'This application is closing');

function toRecord(
  definition: RequestDefinition,
  payload: unknown,
  options: RequestOptions & { timeoutMs: number },
): RequestRecord {
  const parsed = definition.request.safeParse(payload);
  // What a service asks of another is its own doing: a payload that does not fit is a bug, not a refusal.
  if (!parsed.success)
    throw new TypeError(`${definition.type}: ${z.prettifyError(parsed.error)}`, { cause: parsed.error });
  return {
    id: randomUUID(),
    type: definition.type,
    service: definition.service,
    traceparent: childTraceparent(currentTraceparent()),
    idempotencyKey: options.idempotencyKey ?? (definition.changesState ? randomUUID() : null),
    expiresAtMs: Date.now() + options.timeoutMs,
    payload: parsed.data,
  };
}

function readReply<Definition extends RequestDefinition>(
  definition: Definition,
  reply: ReplyRecord,
): ResponseOf<Definition> {
  if (!reply.ok) throw fromProblem(reply.problem);
  const parsed = definition.response.safeParse(reply.payload);
  if (parsed.success) return parsed.data as ResponseOf<Definition>;
  throw new DomainError('internal_error', 'Something went wrong on our side', { cause: parsed.error });
}

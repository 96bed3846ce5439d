import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@sixpence/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeEventFrame } from './event-frame.js';
import type { EventFrame } from './event-frame.js';

/** The bounds of the streams of one process. */
export interface EventStreamLimits {
  readonly maxStreams: number;
  /** For one key: an invoice, say. */
  readonly maxStreamsPerKey: number;
  /** A stream is closed after this, and the browser connects again: no stream outlives a deployment for long. */
  readonly maxAgeMs: number;
  /** Proxies cut what is silent for a minute. */
  readonly heartbeatMs: number;
  /** A reader that leaves more than this unread is dropped. */
  readonly maxUnreadBytes: number;
}

export const defaultEventStreamLimits: EventStreamLimits = {
  maxStreams: 2_000,
  maxStreamsPerKey: 50,
  maxAgeMs: 30 * 60_000,
  heartbeatMs: 15_000,
  maxUnreadBytes: 256 * 1_024,
};

export const EVENT_STREAM_LIMITS = Symbol('sixpence.event-stream-limits');

/** How long a browser waits before it connects again. */
const reconnectMs = 2_000;

/** An open stream to one reader. */
export interface EventStream {
  /** Sends an event. Returns false when the reader is gone, or was dropped because it does not read. */
  send(frame: EventFrame): boolean;
  /** Ends the stream; the browser will connect again. */
  close(): void;
  /** Aborted when the stream ends, for whatever reason. */
  readonly signal: AbortSignal;
}

interface OpenStream {
  write(text: string): boolean;
  close(): void;
  readonly closesAtMs: number;
}

/** Server-sent events, bounded in number, age and unread bytes. The streams end when the application does. */
@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<OpenStream>();
  private readonly perKey = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(@Inject(EVENT_STREAM_LIMITS) private readonly limits: EventStreamLimits) {}

  /** How many streams are open. */
  get size(): number {
    return this.streams.size;
  }

  /**
   * Takes the reply over and opens a stream on it. The handler must take the reply with `@Res()`. Throws `rate_limited`
   * for a key with too many streams, and `service_unavailable` when the process has too many or is closing.
   */
  open(request: FastifyRequest, reply: FastifyReply, key: string): EventStream {
    const ofKey = this.perKey.get(key) ?? 0;
    if (this.closing || this.streams.size >= this.limits.maxStreams) {
      throw new DomainError('service_unavailable', 'No more live streams are open to this server');
    }
    if (ofKey >= this.limits.maxStreamsPerKey)
      throw new DomainError('rate_limited', 'Too many live streams of this object are open');
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      // A stream ends when its age or the application says so: the connection goes with it.
      connection: 'close',
      // nginx holds back what it proxies otherwise.
      'x-accel-buffering': 'no',
    });
    const ended = new AbortController();
    const write = (text: string): boolean => {
      if (ended.signal.aborted || raw.writableEnded) return false;
      raw.write(text);
      if (raw.writableLength <= this.limits.maxUnreadBytes) return true;
      raw.destroy();
      return false;
    };
    const stream: OpenStream = {
      write,
      close: () => raw.end(),
      closesAtMs: performance.now() + this.limits.maxAgeMs,
    };
    this.perKey.set(key, ofKey + 1);
    this.streams.add(stream);
    this.startTimer();
    raw.once('close', () => {
      this.forget(stream, key);
      ended.abort();
    });
    if (request.method === 'HEAD') raw.end();
    else write(`retry: ${reconnectMs}\n\n`);
    return { send: (frame) => write(encodeEventFrame(frame)), close: stream.close, signal: ended.signal };
  }

  beforeApplicationShutdown(): void {
    this.closing = true;
    for (const stream of this.streams) stream.close();
  }

  private forget(stream: OpenStream, key: string): void {
    this.streams.delete(stream);
    const left = (this.perKey.get(key) ?? 1) - 1;
    if (left > 0) this.perKey.set(key, left);
    else this.perKey.delete(key);
    if (this.streams.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private startTimer(): void {
    this.timer ??= setInterval(() => {
      const nowMs = performance.now();
      for (const stream of this.streams) {
        if (nowMs >= stream.closesAtMs) stream.close();
        else stream.write(': still here\n\n');
      }
    }, this.limits.heartbeatMs).unref();
  }
}

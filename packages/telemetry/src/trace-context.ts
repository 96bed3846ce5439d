import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** W3C Trace Context, `traceparent` of version 00: version, trace id, parent id, flags (sections 3.2.2 and 3.2.2.3-5). */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const current = new AsyncLocalStorage<string>();

/** Whether the text is a traceparent that we understand. */
export const isTraceparent = (text: string): boolean => TRACEPARENT.test(text);

/** 128 bits, nearly all of them random. Node draws for many UUIDs at once, and ids are made for every request and event. */
const randomHex = (): string => randomUUID().replaceAll('-', '');

/** The last 64 bits of a UUID: never zero, since its variant is among them. */
const newSpanId = (): string => randomHex().slice(16);

/** A traceparent of a new trace, sampled. */
export const newTraceparent = (): string => `00-${randomHex()}-${newSpanId()}-01`;

/** A new span in the trace of `parent`; a new trace when the parent is missing or not understood. */
export function childTraceparent(parent: string | undefined): string {
  if (parent === undefined || !isTraceparent(parent)) return newTraceparent();
  return `${parent.slice(0, 36)}${newSpanId()}${parent.slice(52)}`;
}

/** The id of the trace that a traceparent belongs to: 32 hexadecimal digits. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/** Runs `work`, and all it awaits, as part of that trace. */
export function withTraceparent<T>(traceparent: string, work: () => T): T {
  return current.run(traceparent, work);
}

/** The traceparent of the work that is running, or undefined outside any. */
export const currentTraceparent = (): string | undefined => current.getStore();

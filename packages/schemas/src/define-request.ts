import type { z } from 'zod';
import type { ServiceName } from './consumer-groups.js';

/** What is known of a request over the bus: who answers, both shapes, and how long the caller waits. */
export interface RequestDefinition<
  Type extends string = string,
  Request extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly type: Type;
  readonly service: ServiceName;
  readonly request: Request;
  readonly response: Response;
  readonly timeoutMs: number;
  /** A request that changes state carries an idempotency key, and its handler is idempotent. */
  readonly changesState: boolean;
}

export type RequestOf<D extends RequestDefinition> = z.output<D['request']>;
export type ResponseOf<D extends RequestDefinition> = z.output<D['response']>;

/** Declares a request type: `<service>.<verb>-<noun>`. */
export function defineRequest<
  const Type extends string,
  Request extends z.ZodType,
  Response extends z.ZodType,
>(definition: RequestDefinition<Type, Request, Response>): RequestDefinition<Type, Request, Response> {
  return Object.freeze(definition);
}

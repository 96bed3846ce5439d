import { DomainError, requestCatalogue } from '@sixpence/schemas';
import type { RequestDefinition } from '@sixpence/schemas';
import { childTraceparent, withTraceparent } from '@sixpence/telemetry';
import type { Logger } from '@sixpence/telemetry';
import { toProblem } from '../requests/problem-reply.js';
import type { ReplyProblem, ReplyRecord, RequestRecord } from '../transport/transport.js';
import { BusContext } from './bus-context.js';
import type { Limiter } from './limiter.js';

export interface RequestHandling {
  readonly logger: Logger;
  readonly limiter: Limiter;
  /** More than this many running and waiting, and further requests are refused. */
  readonly maxLoad: number;
  /** Runs the one handler of the request's type. */
  readonly dispatch: (type: string, payload: unknown, context: BusContext) => Promise<unknown>;
}

/**
 * Answers one request: its payload is checked, the handler is run, its answer is checked. A DomainError is told as it is;
 * anything else is logged and told as internal_error, without what is private.
 */
export async function handleRequest(handling: RequestHandling, request: RequestRecord): Promise<ReplyRecord> {
  const { logger, limiter, maxLoad } = handling;
  const definition = requestCatalogue.find(({ type }) => type === request.type);
  const fail = (problem: ReplyProblem): ReplyRecord => ({ id: request.id, ok: false, problem });
  if (definition === undefined) return fail({ code: 'not_found', detail: `Nobody answers ${request.type}` });
  if (limiter.load >= maxLoad)
    return fail({ code: 'service_unavailable', detail: 'The service is busy; try again in a moment' });
  try {
    return {
      id: request.id,
      ok: true,
      payload: await limiter.run(() => answer(handling, definition, request)),
    };
  } catch (error) {
    if (!(error instanceof DomainError))
      logger.error({ error, type: request.type, requestId: request.id }, 'a request failed');
    return fail(toProblem(error));
  }
}

async function answer(
  { dispatch }: RequestHandling,
  definition: RequestDefinition,
  request: RequestRecord,
): Promise<unknown> {
  const payload = definition.request.safeParse(request.payload);
  if (!payload.success) {
    const [issue] = payload.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? undefined : issue.path.join('.');
    throw new DomainError('invalid_request', issue?.message ?? 'The request is not valid', { field });
  }
  const traceparent = childTraceparent(request.traceparent);
  const context = new BusContext({ traceparent, attempt: 1, idempotencyKey: request.idempotencyKey });
  const response = await withTraceparent(traceparent, () => dispatch(definition.type, payload.data, context));
  // An answer that does not fit is our bug: the ZodError is logged and told as internal_error.
  return definition.response.parse(response);
}

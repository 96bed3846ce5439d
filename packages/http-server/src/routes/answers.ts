import { applyDecorators, HttpCode } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteConfig, RouteSchema } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { ProblemCode } from '@sixpence/schemas';
import { z } from 'zod';
import { problemMediaType } from '../problems/problem-document.js';
import { statusOf } from '../problems/problem-status.js';
import { routeTakes } from './route-rules.js';
import type { RouteRules } from './route-rules.js';

export interface AnswersOptions {
  /** The status of success; 200 unless said. */
  status?: number;
  /** The shape of the answer. Fields outside it are not sent. Left out for an answer without a body. */
  schema?: z.ZodType;
  /** The media type of the answer, when it is not JSON. */
  mediaType?: string;
  summary: string;
  description?: string;
  /** The refusals that are special to this route; the general ones are added. */
  problems?: readonly ProblemCode[];
  /** Whether the route wants `Authorization: Bearer`. */
  bearer?: boolean;
}

/** Refusals that any route may give, by what it takes. */
function problemsOf(options: AnswersOptions, rules: RouteRules): ProblemCode[] {
  return [
    ...(options.problems ?? []),
    ...(options.bearer ? (['unauthenticated', 'forbidden', 'rate_limited'] as const) : []),
    ...(rules.takesBody
      ? ([
          'invalid_json',
          'invalid_request',
          'body_too_deep',
          'body_too_large',
          'unsupported_media_type',
        ] as const)
      : []),
    ...(rules.takesQuery ? (['invalid_request'] as const) : []),
  ];
}

function problemResponses(codes: readonly ProblemCode[]): MethodDecorator[] {
  const byStatus = Map.groupBy(new Set(codes), statusOf);
  return [...byStatus].map(([status, ofStatus]) =>
    ApiResponse({
      status,
      description: ofStatus.map((code) => `\`${code}\``).join(', '),
      content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
}

/**
 * Declares what a route answers, once: its status, the schema of its body, its refusals. OpenAPI tells it, Fastify's
 * serializer obeys it. Query parameters and bodies are refused on a route that takes none. It stands above the route's
 * `@Get`, `@Post` …
 */
export function Answers(options: AnswersOptions): MethodDecorator {
  return (target, propertyKey, descriptor) => {
    const takes: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, propertyKey);
    const rules = routeTakes(takes);
    const status = options.status ?? 200;
    const mediaType = options.mediaType ?? 'application/json';
    const success = { status, description: 'Success' };
    const decorate = applyDecorators(
      HttpCode(status),
      RouteConfig({ sixpence: rules }),
      // Fastify passes the schema on to our serializer as it is (see `serializer.ts`).
      ...(options.schema && mediaType === 'application/json'
        ? [RouteSchema({ response: { [status]: options.schema } })]
        : []),
      ApiOperation({
        summary: options.summary,
        ...(options.description === undefined ? {} : { description: options.description }),
      }),
      mediaType === 'application/json'
        ? ApiResponse({ ...success, ...(options.schema ? { standardSchema: options.schema } : {}) })
        : ApiResponse({ ...success, content: { [mediaType]: { schema: { type: 'string' } } } }),
      ...problemResponses(problemsOf(options, rules)),
      ...(options.bearer ? [ApiBearerAuth()] : []),
    );
    decorate(target, propertyKey, descriptor);
  };
}

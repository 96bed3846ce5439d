import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch } from '@nestjs/common';
import type { Logger } from '@sixpence/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { throwError } from 'rxjs';
import type { RouteMethods } from '../routes/route-methods.js';
import { findProblem } from './find-problem.js';
import { sendProblem } from './send-problem.js';

/** Answers everything that was thrown with a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly routes: RouteMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): unknown {
    // A service's bus handlers share the application's filters: their errors are the bus's matter, and pass unchanged.
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    let problem = findProblem(error);
    if (request.is404) {
      const known = this.routes.find(request.url);
      if (known && request.method === 'OPTIONS') {
        void reply.code(204).header('allow', known.allow).send();
        return undefined;
      }
      if (known) {
        void reply.header('allow', known.allow);
        problem = known.problem;
      }
    }
    sendProblem(this.log, problem, request, reply);
    return undefined;
  }
}

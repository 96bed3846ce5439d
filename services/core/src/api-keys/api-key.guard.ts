import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { bearerToken, takeToken } from '@sixpence/http-server';
import type { TokenBuckets } from '@sixpence/http-server';
import { DomainError } from '@sixpence/schemas';
import type { ApiKeyScope } from '@sixpence/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteMerchant } from './asking-merchant.js';
import { AuthenticateApiKey } from './authenticate-api-key.js';
import { KEY_BUCKETS } from './key-buckets.js';

/** Nest's metadata key of the scope that a route needs. */
export const ROUTE_SCOPE = 'sixpence.route-scope';

/** Lets in who holds a key with the route's scope, as often as the key's rate limit allows. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly authenticate: AuthenticateApiKey,
    private readonly reflector: Reflector,
    @Inject(KEY_BUCKETS) private readonly buckets: TokenBuckets,
  ) {}

  /** Throws `unauthenticated`, `rate_limited` or `forbidden`. A refused request has cost its token too. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const merchant = await this.authenticate.run(bearerToken(request));
    takeToken(this.buckets, merchant.keyId, http.getResponse<FastifyReply>());
    const scope = this.reflector.get<ApiKeyScope>(ROUTE_SCOPE, context.getHandler());
    if (!merchant.scopes.has(scope)) throw new DomainError('forbidden', `The key lacks the scope ${scope}`);
    noteMerchant(request, merchant);
    return true;
  }
}

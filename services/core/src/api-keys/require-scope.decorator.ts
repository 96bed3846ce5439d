import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import type { ApiKeyScope } from '@sixpence/schemas';
import { ApiKeyGuard, ROUTE_SCOPE } from './api-key.guard.js';

/** The scope that a key needs for this route. It brings the guard along: no route can name a scope and stay open. */
export const RequireScope = (scope: ApiKeyScope): MethodDecorator =>
  applyDecorators(SetMetadata(ROUTE_SCOPE, scope), UseGuards(ApiKeyGuard));

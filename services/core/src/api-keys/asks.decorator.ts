import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { merchantOf } from './asking-merchant.js';
import type { Merchant } from './merchant.js';

/** The parameter that receives who is asking. Only on routes with a `@RequireScope`. */
export const Asks = createParamDecorator((_data: unknown, context: ExecutionContext): Merchant => {
  const merchant = merchantOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!merchant) throw new Error(`${context.getHandler().name} asks for a merchant and requires no scope`);
  return merchant;
});

import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { bearerToken } from '@sixpence/http-server';
import { DomainError } from '@sixpence/schemas';
import type { FastifyRequest } from 'fastify';
import { ADMIN_OPTIONS } from '../options.js';
import type { AdminOptions } from '../options.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets in whoever has the operator's token. Digests are compared, so that neither content nor length can be timed. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(ADMIN_OPTIONS) options: AdminOptions) {
    this.expected = digest(options.adminToken);
  }

  canActivate(context: ExecutionContext): boolean {
    const token = bearerToken(context.switchToHttp().getRequest<FastifyRequest>());
    if (!timingSafeEqual(digest(token), this.expected)) {
      throw new DomainError('unauthenticated', "This is not the operator's token");
    }
    return true;
  }
}

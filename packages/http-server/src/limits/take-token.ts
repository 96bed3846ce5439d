import { DomainError } from '@sixpence/schemas';
import type { FastifyReply } from 'fastify';
import type { TokenBuckets } from './token-buckets.js';

/**
 * Takes a token for this request and tells the caller how many are left (`RateLimit-Limit`, `-Remaining`, `-Reset` in
 * seconds). Throws `rate_limited`, with `Retry-After`, when there is none.
 */
export function takeToken(buckets: TokenBuckets, key: string, reply: FastifyReply): void {
  const grant = buckets.take(key);
  void reply
    .header('ratelimit-limit', grant.limit)
    .header('ratelimit-remaining', grant.remaining)
    .header('ratelimit-reset', grant.resetSeconds);
  if (grant.granted) return;
  void reply.header('retry-after', grant.retryAfterSeconds);
  throw new DomainError('rate_limited', `Try again in ${grant.retryAfterSeconds} s`);
}

/** A bucket of `capacity` tokens that fills at `refillPerSecond`; one for each key, at most `maxKeys` of them. */
export interface TokenBucketOptions {
  readonly capacity: number;
  readonly refillPerSecond: number;
  readonly maxKeys: number;
}

export interface TokenGrant {
  readonly granted: boolean;
  readonly limit: number;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
  /** Seconds until the next token, 0 when there is one. */
  readonly retryAfterSeconds: number;
}

export interface TokenBuckets {
  /** Takes a token of that key. `nowMs` must not go backwards. */
  take(key: string, nowMs?: number): TokenGrant;
  readonly size: number;
}

export const defaultTokenBuckets: TokenBucketOptions = {
  capacity: 1_000,
  refillPerSecond: 100,
  maxKeys: 100_000,
};

/**
 * Token buckets in memory, of this process alone. When there are too many keys the one unused for longest goes: a
 * bucket is full again after `capacity / refillPerSecond` seconds, so what goes has seldom anything left to tell.
 */
export function createTokenBuckets(options: Partial<TokenBucketOptions> = {}): TokenBuckets {
  const { capacity, refillPerSecond, maxKeys } = { ...defaultTokenBuckets, ...options };
  // A Map keeps the order of insertion, and each use inserts anew: the first key is the one unused for longest.
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    get size() {
      return buckets.size;
    },
    take(key, nowMs = performance.now()) {
      const bucket = buckets.get(key) ?? { tokens: capacity, atMs: nowMs };
      bucket.tokens = Math.min(capacity, bucket.tokens + ((nowMs - bucket.atMs) / 1_000) * refillPerSecond);
      bucket.atMs = nowMs;
      const granted = bucket.tokens >= 1;
      if (granted) bucket.tokens -= 1;
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > maxKeys) {
        for (const oldest of buckets.keys()) {
          buckets.delete(oldest);
          break;
        }
      }
      return {
        granted,
        limit: capacity,
        remaining: Math.floor(bucket.tokens),
        resetSeconds: Math.ceil((capacity - bucket.tokens) / refillPerSecond),
        retryAfterSeconds: bucket.tokens >= 1 ? 0 : Math.ceil((1 - bucket.tokens) / refillPerSecond),
      };
    },
  };
}

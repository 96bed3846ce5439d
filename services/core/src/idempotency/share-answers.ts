import type { KeyScope } from './key-scope.js';
import { replay } from './stored-answer.js';
import type { StoredAnswer } from './stored-answer.js';

/** A request that carries an idempotency key. */
export interface KeyedRequest {
  readonly scope: KeyScope;
  readonly requestHash: Buffer;
}

/**
 * Requests of this process that carry the same key at the same time: the first one works, and the others get its answer.
 * When it fails, they work themselves. Throws what `work` throws, and `idempotency_key_reused`.
 */
export function shareAnswers(): (request: KeyedRequest, work: () => Promise<string>) => Promise<string> {
  const running = new Map<string, Promise<StoredAnswer | undefined>>();
  return async ({ scope, requestHash }, work) => {
    const name = JSON.stringify([scope.storeId, scope.livemode, scope.scope, scope.key]);
    for (let other = running.get(name); other; other = running.get(name)) {
      const given = await other;
      if (given) return replay(given, requestHash);
    }
    const answering = work();
    const outcome = answering.then(
      (answer) => ({ request_hash: requestHash, answer }),
      () => undefined,
    );
    running.set(name, outcome);
    try {
      return await answering;
    } finally {
      running.delete(name);
    }
  };
}

import type pg from 'pg';

/** The pool's connections, whoever has them. */
export interface Connections {
  /** Resolves when the server knows of each that it is closed, or after `GONE_WITHIN_MS`. The pool must be ending. */
  gone(): Promise<void>;
}

const GONE_WITHIN_MS = 2_000;

/** Hears of every error of the pool's connections, and knows which are open. */
export function watchConnections(pool: pg.Pool, onError: (error: unknown) => void): Connections {
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    open.add(client);
    // One that breaks while it is lent emits 'error' besides failing its statement; unheard, it ends the process.
    client.on('error', () => {});
  });
  pool.on('remove', (client) => open.delete(client));
  pool.on('error', (error: Error & { client?: unknown }) => {
    // The connection itself, which holds the login.
    delete error.client;
    if (!pool.ending) onError(error);
  });
  const gone = async () => {
    // The pool says it has ended when the last goodbye is under way; a server that stops now would call that a break.
    while (open.size > 0) await new Promise((resolve) => pool.once('remove', resolve));
  };
  return {
    gone: async () => {
      const patience = Promise.withResolvers<void>();
      const timer = setTimeout(patience.resolve, GONE_WITHIN_MS);
      await Promise.race([gone(), patience.promise]);
      clearTimeout(timer);
    },
  };
}

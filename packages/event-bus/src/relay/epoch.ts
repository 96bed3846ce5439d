import { sql } from '@sixpence/postgres';
import type { Queries } from '@sixpence/postgres';

/** What the transaction ids of an outbox mean something in; consumers know it by its token. */
export interface Epoch {
  readonly number: number;
  readonly token: string;
}

/**
 * The present epoch. A new one is opened where the outbox comes from another cluster, or from another time of this one (a
 * restore): there, transaction ids begin low again, and rows stamped with high ones would wait for ever. Rows of older epochs
 * are all committed. Safe to call from several processes at once. A login that may not ask which cluster it is notices a
 * restore only by transaction ids that the cluster has not reached yet.
 */
export async function presentEpoch(db: Queries): Promise<Epoch> {
  return db.one<{ number: number; token: string }>(sql`select number, token from bus_open_epoch()`);
}

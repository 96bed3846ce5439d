import type { Tx } from '@sixpence/postgres';
import { sql } from '@sixpence/postgres';
import { storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import type { NewEvent } from '../src/index.js';

/** The event of a store's version: created, then updated. Its id is `<key>@<version>`, so that tests can name it. */
export function storeEvent(
  key: string,
  version: number,
): NewEvent<typeof storeCreated | typeof storeUpdated> {
  const now = new Date().toISOString();
  return {
    definition: version === 1 ? storeCreated : storeUpdated,
    id: `${key}@${version}`,
    key,
    version,
    storeId: key,
    livemode: null,
    data: {
      object: {
        id: key,
        object: 'store',
        name: key,
        email: null,
        wallets: [],
        version,
        createdAt: now,
        updatedAt: now,
      },
    },
  };
}

/** An effect that says who had which event. */
export const noteEffect =
  (who: string, event: BusEvent) =>
  async (tx: Tx): Promise<void> => {
    await tx.execute(sql`insert into effects (who, what) values (${who}, ${event.id})`);
  };

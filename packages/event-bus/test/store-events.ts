import type { Tx } from '@sixpence/postgres';
import { sql } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';

export { storeEvent } from '@sixpence/testkit';

/** An effect that says who had which event. */
export const noteEffect =
  (who: string, event: BusEvent) =>
  async (tx: Tx): Promise<void> => {
    await tx.execute(sql`insert into effects (who, what) values (${who}, ${event.id})`);
  };

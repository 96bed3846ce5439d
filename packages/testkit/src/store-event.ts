import type { NewEvent } from '@sixpence/event-bus';
import { storeCreated, storeUpdated } from '@sixpence/schemas';

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

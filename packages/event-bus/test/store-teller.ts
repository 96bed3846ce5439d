import type { Database } from '@sixpence/postgres';
import { Outbox, createRelay } from '../src/index.js';
import type { Relay, Transport } from '../src/index.js';
import { storeEvent } from './store-events.js';
import { silent } from './test-group.js';

/** The core service as far as it tells of stores. */
export interface StoreTeller {
  readonly outbox: Outbox;
  readonly relay: Relay;
  /** Tells of the versions of a store, in one transaction. */
  tell(key: string, ...versions: number[]): Promise<void>;
}

/** Its outbox, and a running relay that publishes it. */
export function startTeller(db: Database, transport: Transport): StoreTeller {
  const relay = createRelay({ service: 'core', db, transport, logger: silent });
  const outbox = new Outbox('core', relay.wake);
  relay.start();
  return {
    outbox,
    relay,
    tell: (key, ...versions) =>
      db.transaction((tx) => outbox.append(tx, ...versions.map((version) => storeEvent(key, version)))),
  };
}

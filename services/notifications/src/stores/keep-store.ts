import type { Tx } from '@sixpence/postgres';
import type { Store } from '@sixpence/schemas';
import { takeHeldMessages } from '../messages/messages.store.js';
import { writeKnownMessage } from '../messages/write-message.js';
import { findStore, lockStore, saveStore } from './stores.store.js';

/** Keeps what an event tells of a store, and writes the messages that waited for it. */
export async function keepStore(tx: Tx, { id, name, email, version }: Store): Promise<void> {
  await lockStore(tx, id);
  await saveStore(tx, { id, name, email, version });
  const profile = await findStore(tx, id);
  if (profile === undefined) return;
  for (const held of await takeHeldMessages(tx, id)) await writeKnownMessage(tx, held, profile);
}

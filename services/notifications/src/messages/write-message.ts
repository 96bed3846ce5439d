import type { Tx } from '@sixpence/postgres';
import { email, newId } from '@sixpence/schemas';
import { currentTraceparent } from '@sixpence/telemetry';
import { mailOf } from '../mails/mail.js';
import type { StoreProfile } from '../stores/store-profile.js';
import { findStore, lockStore } from '../stores/stores.store.js';
import type { Intent } from './message.js';
import { holdMessage, insertMessage } from './messages.store.js';

/** Writes a message in the transaction of its cause, or holds it back until the event of its store has come. */
export async function writeMessage(tx: Tx, intent: Intent): Promise<void> {
  const { storeId } = intent.invoice;
  const store = (await findStore(tx, storeId)) ?? (await lookAgain(tx, storeId));
  if (store === undefined) await holdMessage(tx, intent);
  else await writeKnownMessage(tx, intent, store);
}

/** Writes a message whose store is known. A store without an address gets no notices. */
export async function writeKnownMessage(
  tx: Tx,
  { kind, recipient, invoice }: Intent,
  store: StoreProfile,
): Promise<void> {
  const to = recipient ?? store.email;
  if (to === null || !email.safeParse(to).success) return;
  const mail = mailOf(kind, invoice, store);
  await insertMessage(tx, {
    id: newId('msg'),
    kind,
    invoice,
    recipient: to,
    mail,
    traceparent: currentTraceparent() ?? null,
  });
}

async function lookAgain(tx: Tx, storeId: string): Promise<StoreProfile | undefined> {
  await lockStore(tx, storeId);
  return findStore(tx, storeId);
}

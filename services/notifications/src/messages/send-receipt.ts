import type { Tx } from '@sixpence/postgres';
import { DomainError, email, type Invoice } from '@sixpence/schemas';
import { maxReceiptsPerInvoice } from './message.js';
import { countOtherReceipts } from './messages.store.js';
import { writeMessage } from './write-message.js';

/**
 * Writes the receipt of a settled invoice to an address that the payer gave; asked again, it changes nothing. Throws
 * invalid_request when the invoice is not settled or the address is none, rate_limited when too many addresses have one.
 */
export async function sendReceipt(tx: Tx, invoice: Invoice, recipient: string): Promise<void> {
  if (!email.safeParse(recipient).success) {
    throw new DomainError('invalid_request', 'Expected an e-mail address', { field: 'email' });
  }
  if (invoice.status !== 'settled') {
    throw new DomainError('invalid_request', 'There is a receipt once the invoice is settled');
  }
  if ((await countOtherReceipts(tx, invoice.id, recipient)) >= maxReceiptsPerInvoice) {
    throw new DomainError('rate_limited', `A receipt goes to at most ${maxReceiptsPerInvoice} addresses`);
  }
  await writeMessage(tx, { kind: 'receipt', recipient, invoice });
}

import { newId } from '@sixpence/schemas';
import type { Invoice } from '@sixpence/schemas';

const quarterHourMs = 900_000;
const dayMs = 86_400_000;

/** A new invoice of 25 USD, as core tells of it, with what is given instead. It has no payment method unless one is given. */
export function newInvoice(given: Partial<Invoice> = {}, createdAt = new Date()): Invoice {
  const at = (ms: number) => new Date(createdAt.getTime() + ms).toISOString();
  const id = given.id ?? newId('inv');
  return {
    id,
    object: 'invoice',
    storeId: newId('sto'),
    livemode: false,
    version: 1,
    status: 'new',
    exception: 'none',
    exceptions: [],
    amount: '25.00',
    currency: 'USD',
    paid: '0.00',
    due: '25.00',
    orderId: null,
    description: null,
    customer: null,
    redirectUrl: null,
    cancelUrl: null,
    metadata: {},
    checkoutUrl: `http://127.0.0.1:4600/checkout/${id}`,
    createdAt: at(0),
    updatedAt: at(0),
    expiresAt: at(quarterHourMs),
    monitoringUntil: at(quarterHourMs + dayMs),
    paymentMethods: [],
    payments: [],
    ...given,
  };
}

import { isCheckoutInvoice, type CheckoutInvoice } from './checkout-invoice.js';
import { ConnectionError, problemOf } from './failures.js';
import { watchCheckout, type CheckoutWatch, type CheckoutWatcher } from './watch-checkout.js';

/** A phone on a bad line needs seconds; longer than this, asking anew is quicker. */
const TIMEOUT_MS = 15_000;

export interface CheckoutClient {
  /** The invoice now. Throws ProblemError (404 when there is none) or ConnectionError, as all of these do. */
  get(invoiceId: string, signal?: AbortSignal): Promise<CheckoutInvoice>;
  /** Cancels an invoice that nothing was paid on; 409 `invoice_not_cancelable` otherwise. */
  cancel(invoiceId: string): Promise<void>;
  /** Has the receipt of a settled invoice sent to that address. */
  requestReceipt(invoiceId: string, email: string): Promise<void>;
  /** Has the dev chain's own wallet pay what is still due by that method; 409 on any real network. */
  sendTestPayment(invoiceId: string, methodId: string): Promise<void>;
  /** Reads the invoice and follows it until it is closed. */
  watch(invoiceId: string, watcher: CheckoutWatcher): CheckoutWatch;
}

/** A client of the checkout API. `baseUrl` is core's address, without a slash at its end; the page's own when left out. */
export function createCheckoutClient({ baseUrl = '' }: { baseUrl?: string } = {}): CheckoutClient {
  const urlOf = (invoiceId: string, path = '') =>
    `${baseUrl}/v1/checkout/${encodeURIComponent(invoiceId)}${path}`;
  const get = async (invoiceId: string, signal?: AbortSignal) => {
    const answer = await request(urlOf(invoiceId), signal ? { signal } : {});
    if (!isCheckoutInvoice(answer)) throw new ConnectionError(new Error('The answer is no invoice'));
    return answer;
  };
  const post = async (url: string, body: unknown) => {
    await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };
  return {
    get,
    cancel: (invoiceId) => post(urlOf(invoiceId, '/cancel'), {}),
    requestReceipt: (invoiceId, email) => post(urlOf(invoiceId, '/receipt'), { email }),
    sendTestPayment: (invoiceId, methodId) => post(urlOf(invoiceId, '/test-payment'), { methodId }),
    watch: (invoiceId, watcher) =>
      watchCheckout((signal) => get(invoiceId, signal), urlOf(invoiceId, '/events'), watcher),
  };
}

async function request(url: string, init: RequestInit): Promise<unknown> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  const response = await fetch(url, { ...init, signal, cache: 'no-store', credentials: 'omit' }).catch(fail);
  const text = await response.text().catch(fail);
  if (!response.ok) throw problemOf(response.status, parsed(text));
  return parsed(text);
}

function fail(cause: unknown): never {
  throw new ConnectionError(cause);
}

/** The JSON of a body; undefined when there is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

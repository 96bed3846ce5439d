import { checkingDelay } from './checking-delay.js';
import { isCheckoutInvoice, type CheckoutInvoice, type PaymentConfirmations } from './checkout-invoice.js';
import { ConnectionError, ProblemError } from './failures.js';

/** An open stream that says nothing for so long is checked by reading: some proxies hold streams back. */
const QUIET_MS = 15_000;
/** Streams are renewed now and then; only an interruption longer than this is worth telling. */
const LOST_AFTER_MS = 4_000;

export type Connection = 'connecting' | 'live' | 'lost';

export interface CheckoutWatcher {
  onInvoice(invoice: CheckoutInvoice): void;
  onConfirmations(payments: PaymentConfirmations[]): void;
  onConnection(connection: Connection): void;
  /** A reading failed. The watch goes on, unless asking again cannot help (404). */
  onFailure(failure: ProblemError | ConnectionError): void;
}

export interface CheckoutWatch {
  /** Reads at once: after the device slept, or its line came back. */
  refresh(): void;
  close(): void;
}

/**
 * Follows an invoice: reads it, then listens to its events. EventSource reconnects by itself with Last-Event-ID after a
 * cut line, but gives up after an error answer; then the invoice is read with growing delays until the server is back,
 * and the stream is opened anew. Watchers may be told the same twice, or something older: `version` decides.
 */
export function watchCheckout(
  read: (signal: AbortSignal) => Promise<CheckoutInvoice>,
  eventsUrl: string,
  watcher: CheckoutWatcher,
): CheckoutWatch {
  const closing = new AbortController();
  let source: EventSource | undefined;
  let failures = 0;
  let reading = false;
  let check: ReturnType<typeof setTimeout> | undefined;
  let loss: ReturnType<typeof setTimeout> | undefined;

  const checkLater = () => {
    clearTimeout(check);
    const isOpen = source?.readyState === EventSource.OPEN;
    check = setTimeout(refresh, isOpen ? QUIET_MS : checkingDelay(failures, Math.random()));
  };
  const heard = () => {
    clearTimeout(loss);
    loss = undefined;
    failures = 0;
    watcher.onConnection('live');
    checkLater();
  };
  const missed = () => {
    loss ??= setTimeout(() => watcher.onConnection('lost'), LOST_AFTER_MS);
    checkLater();
    failures += 1;
  };
  const close = () => {
    closing.abort();
    clearTimeout(check);
    clearTimeout(loss);
    source?.close();
  };
  const listen = () => {
    source ??= openStream(eventsUrl, watcher, heard, () => {
      if (source?.readyState === EventSource.CLOSED) source = undefined;
      missed();
    });
  };
  const readOnce = async () => {
    const invoice = await read(closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted) failed(error);
    });
    if (invoice === undefined || closing.signal.aborted) return;
    watcher.onInvoice(invoice);
    listen();
    heard();
  };
  const failed = (error: unknown) => {
    const failure = error instanceof ProblemError ? error : new ConnectionError(error);
    if (failure instanceof ProblemError && !failure.passes) close();
    else missed();
    watcher.onFailure(failure);
  };
  function refresh() {
    if (reading || closing.signal.aborted) return;
    reading = true;
    void readOnce().finally(() => (reading = false));
  }

  watcher.onConnection('connecting');
  refresh();
  return { refresh, close };
}

function openStream(
  url: string,
  watcher: CheckoutWatcher,
  heard: () => void,
  missed: () => void,
): EventSource {
  const source = new EventSource(url);
  source.addEventListener('open', heard);
  source.addEventListener('error', missed);
  source.addEventListener('invoice', (event: MessageEvent<string>) => {
    const invoice = JSON.parse(event.data) as unknown;
    if (isCheckoutInvoice(invoice)) watcher.onInvoice(invoice);
    heard();
  });
  source.addEventListener('confirmations', (event: MessageEvent<string>) => {
    const { payments } = JSON.parse(event.data) as { payments: PaymentConfirmations[] };
    watcher.onConfirmations(payments);
    heard();
  });
  return source;
}

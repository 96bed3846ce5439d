import type { CheckoutInvoice, CheckoutMethod, Connection, PaymentConfirmations } from '@sixpence/sdk';
import type { ServerClock } from '../clock/server-clock.js';
import type { Failure } from './failure.js';

/** What the payer may ask of the server, besides looking. */
export type ActionName = 'cancel' | 'receipt' | 'testPayment';

export type ActionState =
  | { phase: 'idle' }
  | { phase: 'busy' }
  | { phase: 'done' }
  | { phase: 'failed'; sentence: string };

/** `back`: live again after it was lost, which is said for a moment. */
export type PageConnection = Connection | 'back';

export interface OpenPage {
  view: 'open';
  invoice: CheckoutInvoice;
  clock: ServerClock;
  /** The chosen payment method; undefined when the invoice has none. */
  method: CheckoutMethod | undefined;
  connection: PageConnection;
  actions: Record<ActionName, ActionState>;
}

export type PageState = { view: 'loading' } | { view: 'failed'; failure: Failure } | OpenPage;

export type PageEvent =
  | { type: 'invoice-received'; invoice: CheckoutInvoice; localMs: number }
  | { type: 'confirmations-received'; payments: PaymentConfirmations[] }
  | { type: 'connection-changed'; connection: Connection }
  | { type: 'return-noticed' }
  | { type: 'reading-failed'; failure: Failure }
  | { type: 'method-chosen'; methodId: string }
  | { type: 'action-changed'; action: ActionName; state: ActionState };

export const initialState: PageState = { view: 'loading' };

const idle: ActionState = { phase: 'idle' };

/** The page after an event. Events may come twice, late or in any order: an older invoice never replaces a newer one. */
export function reducePage(state: PageState, event: PageEvent): PageState {
  if (event.type === 'invoice-received') return receiveInvoice(state, event.invoice, event.localMs);
  if (event.type === 'reading-failed') return receiveFailure(state, event.failure);
  if (state.view !== 'open') return state;
  switch (event.type) {
    case 'confirmations-received':
      return { ...state, invoice: withConfirmations(state.invoice, event.payments) };
    case 'connection-changed':
      return withConnection(state, event.connection);
    case 'return-noticed':
      return state.connection === 'back' ? { ...state, connection: 'live' } : state;
    case 'method-chosen':
      return {
        ...state,
        method: methodOf(state.invoice, event.methodId),
        actions: { ...state.actions, testPayment: idle },
      };
    case 'action-changed':
      return { ...state, actions: { ...state.actions, [event.action]: event.state } };
  }
}

function receiveInvoice(state: PageState, invoice: CheckoutInvoice, localMs: number): PageState {
  const clock = { serverMs: Date.parse(invoice.serverTime), localMs };
  if (state.view !== 'open') {
    const actions = { cancel: idle, receipt: idle, testPayment: idle };
    return {
      view: 'open',
      invoice,
      clock,
      method: invoice.paymentMethods[0],
      connection: 'connecting',
      actions,
    };
  }
  if (invoice.version < state.invoice.version) return state;
  const isNews = invoice.version > state.invoice.version;
  return {
    ...state,
    invoice,
    clock,
    method: methodOf(invoice, state.method?.id),
    // A test payment has done its work when the invoice changes; what is still due may be paid by another one.
    actions: isNews ? { ...state.actions, testPayment: idle } : state.actions,
  };
}

/** An open page goes on with what it has, and says that the connection is lost; only one that has nothing says more. */
function receiveFailure(state: PageState, failure: Failure): PageState {
  if (state.view === 'open') return failure.isFinal ? { ...state, connection: 'lost' } : state;
  return { view: 'failed', failure };
}

function withConnection(state: OpenPage, next: Connection): OpenPage {
  const isReturn = next === 'live' && (state.connection === 'lost' || state.connection === 'back');
  const connection = isReturn ? 'back' : next;
  return state.connection === connection ? state : { ...state, connection };
}

function methodOf(invoice: CheckoutInvoice, methodId: string | undefined): CheckoutMethod | undefined {
  return invoice.paymentMethods.find((method) => method.id === methodId) ?? invoice.paymentMethods[0];
}

function withConfirmations(invoice: CheckoutInvoice, news: PaymentConfirmations[]): CheckoutInvoice {
  const confirmations = new Map(news.map((payment) => [payment.id, payment.confirmations]));
  const payments = invoice.payments.map((payment) => ({
    ...payment,
    confirmations: confirmations.get(payment.id) ?? payment.confirmations,
  }));
  return { ...invoice, payments };
}

import type { CheckoutClient, CheckoutWatch } from '@sixpence/sdk';
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { actionSentence, failureOf } from './failure.js';
import { initialState, reducePage, type ActionName, type PageState } from './page-state.js';

/** What the components may do. */
export interface CheckoutCommands {
  chooseMethod(methodId: string): void;
  cancel(): void;
  requestReceipt(email: string): void;
  sendTestPayment(methodId: string): void;
  retry(): void;
  noticeReturn(): void;
}

/** The state of the page for one invoice, kept up to date while the page is shown. */
export function useCheckout(client: CheckoutClient, invoiceId: string): [PageState, CheckoutCommands] {
  const [state, dispatch] = useReducer(reducePage, initialState);
  const watch = useRef<CheckoutWatch>(undefined);

  useEffect(() => {
    const current = client.watch(invoiceId, {
      onInvoice: (invoice) => dispatch({ type: 'invoice-received', invoice, localMs: performance.now() }),
      onConfirmations: (payments) => dispatch({ type: 'confirmations-received', payments }),
      onConnection: (connection) => dispatch({ type: 'connection-changed', connection }),
      onFailure: (error) => dispatch({ type: 'reading-failed', failure: failureOf(error, navigator.onLine) }),
    });
    watch.current = current;
    const refreshWhenSeen = () => {
      if (document.visibilityState === 'visible') current.refresh();
    };
    const sayOffline = () => dispatch({ type: 'connection-changed', connection: 'lost' });
    document.addEventListener('visibilitychange', refreshWhenSeen);
    window.addEventListener('online', current.refresh);
    window.addEventListener('offline', sayOffline);
    return () => {
      document.removeEventListener('visibilitychange', refreshWhenSeen);
      window.removeEventListener('online', current.refresh);
      window.removeEventListener('offline', sayOffline);
      current.close();
    };
  }, [client, invoiceId]);

  const perform = useCallback(async (action: ActionName, request: () => Promise<void>) => {
    dispatch({ type: 'action-changed', action, state: { phase: 'busy' } });
    try {
      await request();
      dispatch({ type: 'action-changed', action, state: { phase: 'done' } });
    } catch (error) {
      dispatch({
        type: 'action-changed',
        action,
        state: { phase: 'failed', sentence: actionSentence(error) },
      });
    }
    // The stream tells it too, but the payer who pressed a button should not depend on it.
    watch.current?.refresh();
  }, []);

  const noticeReturn = useCallback(() => dispatch({ type: 'return-noticed' }), []);

  const commands: CheckoutCommands = {
    chooseMethod: (methodId) => dispatch({ type: 'method-chosen', methodId }),
    cancel: () => void perform('cancel', () => client.cancel(invoiceId)),
    requestReceipt: (email) => void perform('receipt', () => client.requestReceipt(invoiceId, email)),
    sendTestPayment: (methodId) =>
      void perform('testPayment', () => client.sendTestPayment(invoiceId, methodId)),
    retry: () => watch.current?.refresh(),
    noticeReturn,
  };
  return [state, commands];
}

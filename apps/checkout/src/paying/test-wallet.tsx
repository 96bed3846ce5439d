import './test-wallet.css';
import type { CheckoutMethod } from '@sixpence/sdk';
import { formatAsset } from '../amounts/format-amount.js';
import { Button } from '../design/button.js';
import { ActionError } from '../page/action-error.js';
import type { ActionState } from '../page/page-state.js';

interface TestWalletProps {
  method: CheckoutMethod;
  state: ActionState;
  onPay: (methodId: string) => void;
}

/** On a dev chain: a real transaction from the chain's own wallet, of money that is worth nothing. */
export function TestWallet({ method, state, onPay }: TestWalletProps) {
  const isBusy = state.phase === 'busy' || state.phase === 'done';
  return (
    <section className="test-wallet" aria-label="Test wallet">
      <p>
        <strong>This is a dev chain.</strong> Its wallet can send {formatAsset(method.due, method.symbol)} for
        you; no real money moves.
      </p>
      <Button isBusy={isBusy} onClick={() => onPay(method.id)}>
        {isBusy ? 'Sending' : 'Pay with the test wallet'}
      </Button>
      <ActionError state={state} />
    </section>
  );
}

import './exactly-warning.css';
import type { CheckoutMethod } from '@sixpence/sdk';
import { formatAsset } from '../amounts/format-amount.js';
import { WarningIcon } from '../design/icons.js';

/** What must be right before money leaves the payer's wallet, since nobody can call it back. */
export function ExactlyWarning({ method }: { method: CheckoutMethod }) {
  return (
    <div className="exactly-warning" role="note" aria-label="Before you pay">
      <WarningIcon />
      <p>
        Send exactly <strong>{formatAsset(method.due, method.symbol)}</strong> on <strong>{method.network}</strong>. Another
        asset or network does not arrive. An exchange&rsquo;s withdrawal fee comes on top.
      </p>
    </div>
  );
}

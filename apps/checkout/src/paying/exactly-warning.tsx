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
        Send exactly <strong>{formatAsset(method.due, method.symbol)}</strong> on{' '}
        <strong>{method.network}</strong>. Money in another asset or on another network may be lost. If you
        pay from an exchange, add its withdrawal fee.
      </p>
    </div>
  );
}

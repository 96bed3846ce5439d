import './transaction-link.css';
import type { CheckoutPayment } from '@sixpence/sdk';
import { ExternalIcon } from '../design/icons.js';

/** The payment's transaction, shortened, with a link where there is an explorer of its chain. */
export function TransactionLink({ payment: { transaction, explorerUrl } }: { payment: CheckoutPayment }) {
  const short = `${transaction.slice(0, 10)}…${transaction.slice(-8)}`;
  if (explorerUrl === null) {
    return (
      <code className="transaction" title={transaction}>
        {short}
      </code>
    );
  }
  return (
    <a
      className="transaction"
      href={explorerUrl}
      target="_blank"
      rel="noreferrer"
      aria-label={`Transaction ${transaction}, opens the block explorer`}
    >
      <code>{short}</code>
      <ExternalIcon />
    </a>
  );
}

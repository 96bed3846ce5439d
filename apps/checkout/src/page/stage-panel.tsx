import { ConfirmingPanel } from '../confirming/confirming-panel.js';
import { ClosingPanel } from '../ended/closing-panel.js';
import { EndedPanel } from '../ended/ended-panel.js';
import type { Stage } from '../invoice/stage.js';
import { PayPanel } from '../paying/pay-panel.js';
import { SettledPanel } from '../receipt/settled-panel.js';
import type { OpenPage } from './page-state.js';
import type { CheckoutCommands } from './use-checkout.js';

interface StagePanelProps {
  page: OpenPage;
  stage: Stage;
  nowMs: number;
  commands: CheckoutCommands;
}

/** What the payer does or reads in each stage. */
export function StagePanel({ page, stage, nowMs, commands }: StagePanelProps) {
  const { invoice, method, actions } = page;
  switch (stage) {
    case 'due':
    case 'rest-due':
      // An invoice is refused at its creation when it has no method left.
      if (!method) return null;
      return <PayPanel page={page} method={method} stage={stage} nowMs={nowMs} commands={commands} />;
    case 'closing':
      return <ClosingPanel invoice={invoice} />;
    case 'processing':
      return (
        <ConfirmingPanel
          invoice={invoice}
          receipt={actions.receipt}
          onRequestReceipt={commands.requestReceipt}
        />
      );
    case 'settled':
      return (
        <SettledPanel
          invoice={invoice}
          receipt={actions.receipt}
          onRequestReceipt={commands.requestReceipt}
        />
      );
    case 'expired':
    case 'invalid':
    case 'canceled':
      return <EndedPanel invoice={invoice} ending={stage} />;
  }
}

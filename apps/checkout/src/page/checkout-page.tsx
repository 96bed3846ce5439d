import './page.css';
import type { CheckoutClient } from '@sixpence/sdk';
import { useEffect } from 'react';
import { useServerNow } from '../clock/use-server-now.js';
import { NoticeList } from '../invoice/notice.js';
import { noticesOf } from '../invoice/notices.js';
import { isCancelable, isPayable, stageOf } from '../invoice/stage.js';
import { Summary } from '../invoice/summary.js';
import { CancelDialog } from '../paying/cancel-dialog.js';
import { MethodChoice } from '../paying/method-choice.js';
import { announcementOf } from './announcement.js';
import { ConnectionNotice } from './connection-notice.js';
import { documentTitle } from './document-title.js';
import { Failed } from './failed.js';
import { Loading } from './loading.js';
import { PageFooter } from './page-footer.js';
import { PageHeader } from './page-header.js';
import type { OpenPage } from './page-state.js';
import { StagePanel } from './stage-panel.js';
import { useKeptFocus } from './use-kept-focus.js';
import { useCheckout, type CheckoutCommands } from './use-checkout.js';

/** The whole page of one invoice. */
export function CheckoutPage({ client, invoiceId }: { client: CheckoutClient; invoiceId: string }) {
  const [state, commands] = useCheckout(client, invoiceId);
  if (state.view === 'loading') return <Loading />;
  if (state.view === 'failed') return <Failed failure={state.failure} onRetry={commands.retry} />;
  return <InvoicePage page={state} commands={commands} />;
}

function InvoicePage({ page, commands }: { page: OpenPage; commands: CheckoutCommands }) {
  const { invoice, connection, actions } = page;
  const nowMs = useServerNow(page.clock);
  const stage = stageOf(invoice, nowMs);
  const panel = useKeptFocus(stage);
  const title = documentTitle(invoice, stage);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="page">
      <output className="spoken">{announcementOf(invoice, stage, nowMs)}</output>
      <div className="page-aside">
        <PageHeader invoice={invoice} />
        <Summary invoice={invoice} method={page.method} stage={stage} />
        {isPayable(stage) && page.method && invoice.paymentMethods.length > 1 && (
          <MethodChoice
            methods={invoice.paymentMethods}
            chosenId={page.method.id}
            onChoose={commands.chooseMethod}
          />
        )}
      </div>
      <div className="page-body">
        <div className="panel" ref={panel}>
          <NoticeList notices={noticesOf(invoice, stage)} />
          <div className="panel-stage" key={stage}>
            <StagePanel page={page} stage={stage} nowMs={nowMs} commands={commands} />
          </div>
        </div>
        {isCancelable(invoice, stage) && (
          <div className="page-actions">
            <CancelDialog state={actions.cancel} onCancel={commands.cancel} />
          </div>
        )}
      </div>
      <PageFooter />
      <ConnectionNotice connection={connection} onReturnNoticed={commands.noticeReturn} />
    </main>
  );
}

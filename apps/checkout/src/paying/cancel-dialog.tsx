import './cancel-dialog.css';
import { useId, useRef } from 'react';
import { Button } from '../design/button.js';
import { ActionError } from '../page/action-error.js';
import type { ActionState } from '../page/page-state.js';

/** Canceling, with the one question that must be asked before. The browser's own dialog keeps the focus inside. */
export function CancelDialog({ state, onCancel }: { state: ActionState; onCancel: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId, textId] = [useId(), useId()];
  return (
    <>
      <Button kind="quiet" onClick={() => dialog.current?.showModal()}>
        Cancel payment
      </Button>
      <dialog className="cancel-dialog" ref={dialog} aria-labelledby={titleId} aria-describedby={textId}>
        <h2 id={titleId}>Cancel this payment?</h2>
        <p id={textId}>
          If you have already sent money, please don&rsquo;t: keep the page open and it will show up here in a
          moment.
        </p>
        <ActionError state={state} />
        <div className="cancel-dialog-buttons">
          <Button isBusy={state.phase === 'busy'} onClick={onCancel}>
            Yes, cancel
          </Button>
          <Button kind="primary" onClick={() => dialog.current?.close()}>
            Keep paying
          </Button>
        </div>
      </dialog>
    </>
  );
}

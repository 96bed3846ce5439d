import './receipt-email.css';
import { useId, useState } from 'react';
import { Button } from '../design/button.js';
import { CheckIcon } from '../design/icons.js';
import { ActionError } from '../page/action-error.js';
import type { ActionState } from '../page/page-state.js';
import { isEmail } from './email.js';

interface ReceiptEmailProps {
  /** The receipt goes out when the invoice is settled; it can be asked for before. */
  isSettled: boolean;
  /** Whether the server has been asked for it before, by this page, another or the merchant. */
  wasRequested: boolean;
  state: ActionState;
  onRequest: (email: string) => void;
}

/** Asks for an address and has the receipt sent to it. */
export function ReceiptEmail({ isSettled, wasRequested, state, onRequest }: ReceiptEmailProps) {
  const [email, setEmail] = useState('');
  const [refused, setRefused] = useState(false);
  const [inputId, errorId] = [useId(), useId()];
  const isDone = state.phase === 'done' || (wasRequested && state.phase === 'idle');
  const shown: ActionState = refused
    ? { phase: 'failed', sentence: 'Please enter a complete e-mail address.' }
    : state;

  const submit = () => {
    const address = email.trim();
    setRefused(!isEmail(address));
    if (isEmail(address) && state.phase !== 'busy') onRequest(address);
  };
  return (
    <>
      <output className="receipt-sent">
        {isDone && (
          <>
            <CheckIcon />
            {sentSentence(isSettled, email.trim())}
          </>
        )}
      </output>
      {!isDone && (
        <form
          className="receipt-email"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <label htmlFor={inputId}>Receipt by e-mail</label>
          <div className="receipt-email-row">
            <input
              id={inputId}
              type="email"
              inputMode="email"
              autoComplete="email"
              maxLength={254}
              placeholder="you@example.com"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
              aria-invalid={shown.phase === 'failed' || undefined}
              aria-describedby={errorId}
            />
            <Button type="submit" isBusy={state.phase === 'busy'}>
              Send
            </Button>
          </div>
          <ActionError state={shown} id={errorId} />
        </form>
      )}
    </>
  );
}

/** `email` is empty when it was asked for elsewhere. */
function sentSentence(isSettled: boolean, email: string): string {
  const to = email === '' ? 'by e-mail' : `to ${email}`;
  return isSettled ? `The receipt is on its way ${to}.` : `The receipt will be sent ${to}.`;
}

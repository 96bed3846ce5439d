import './copy-field.css';
import { useRef, type ReactNode } from 'react';
import { CheckIcon, CopyIcon } from '../design/icons.js';
import { useCopy, type CopyState } from './use-copy.js';

const said: Record<CopyState, string> = { idle: 'Copy', copied: 'Copied', selected: 'Selected' };

/** A value that goes into the payer's wallet, with a button that copies exactly `text`. `children` is how it is shown. */
export function CopyField({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  const value = useRef<HTMLDivElement>(null);
  const [state, copy] = useCopy(text, value);
  return (
    <div className="copy-field">
      <div className="copy-field-text">
        <p className="copy-field-label">{label}</p>
        <div className="copy-field-value" ref={value}>
          {children}
        </div>
      </div>
      <button
        className="copy-field-button"
        data-state={state}
        type="button"
        aria-label={`Copy ${label.toLowerCase()}`}
        onClick={copy}
      >
        {state === 'copied' ? <CheckIcon /> : <CopyIcon />}
        <span aria-hidden="true">{said[state]}</span>
      </button>
      <output className="spoken">
        {state === 'copied' && `${label} copied`}
        {state === 'selected' && `${label} selected. Copy it with your keyboard.`}
      </output>
    </div>
  );
}

import './button.css';
import type { ReactNode } from 'react';

interface ButtonProps {
  kind?: 'primary' | 'plain' | 'quiet';
  isBusy?: boolean;
  type?: 'button' | 'submit';
  onClick?: () => void;
  children: ReactNode;
}

/** A button. A busy one keeps the focus and its place, takes no clicks, and says that it works. */
export function Button({ kind = 'plain', isBusy = false, type = 'button', onClick, children }: ButtonProps) {
  return (
    <button
      className="button"
      data-kind={kind}
      type={type}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? undefined : onClick}
    >
      {isBusy && <span className="button-spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** A link that looks like a button: it leaves the page. The shop learns nothing from the address it was left from. */
export function ButtonLink({
  kind = 'plain',
  href,
  children,
}: {
  kind?: 'primary' | 'plain';
  href: string;
  children: ReactNode;
}) {
  return (
    <a className="button" data-kind={kind} href={href} rel="noreferrer">
      {children}
    </a>
  );
}

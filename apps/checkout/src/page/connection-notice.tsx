import './connection-notice.css';
import { useEffect } from 'react';
import type { PageConnection } from './page-state.js';

/** How long the page says that the connection is back. */
const BACK_MS = 4_000;

const words: Partial<Record<PageConnection, string>> = {
  lost: 'Connection lost. What you see may be old; the page reconnects by itself.',
  back: 'Connected again. Everything is up to date.',
};

interface ConnectionNoticeProps {
  connection: PageConnection;
  onReturnNoticed: () => void;
}

/** Says that the page is no longer live, and when it is again. */
export function ConnectionNotice({ connection, onReturnNoticed }: ConnectionNoticeProps) {
  useEffect(() => {
    if (connection !== 'back') return undefined;
    const timer = setTimeout(onReturnNoticed, BACK_MS);
    return () => clearTimeout(timer);
  }, [connection, onReturnNoticed]);
  return <output className="connection">{words[connection]}</output>;
}

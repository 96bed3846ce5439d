import './connection-notice.css';
import type { Connection } from '@sixpence/sdk';
import { useEffect, useState } from 'react';

/** How long the page says that the connection is back. */
const BACK_MS = 4_000;

/** Says that the page is no longer live, and when it is again. */
export function ConnectionNotice({ connection }: { connection: Connection }) {
  const state = useReturn(connection);
  return (
    <div className="connection" data-state={state} role="status">
      {state === 'lost' && 'Connection lost. What you see may be old; the page reconnects by itself.'}
      {state === 'back' && 'Connected again. Everything is up to date.'}
    </div>
  );
}

/** `back` for a moment after the connection was lost and found again. */
function useReturn(connection: Connection): Connection | 'back' {
  const [wasLost, setWasLost] = useState(false);
  useEffect(() => {
    if (connection === 'lost') setWasLost(true);
    if (connection !== 'live') return undefined;
    const timer = setTimeout(() => setWasLost(false), BACK_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return connection === 'live' && wasLost ? 'back' : connection;
}

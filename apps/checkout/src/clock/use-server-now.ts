import { useEffect, useState } from 'react';
import { serverNow, type ServerClock } from './server-clock.js';

const TICK_MS = 500;

/** The server's time in milliseconds since the epoch, looked at twice a second. */
export function useServerNow(clock: ServerClock): number {
  const [localMs, setLocalMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setLocalMs(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return serverNow(clock, Math.max(localMs, clock.localMs));
}

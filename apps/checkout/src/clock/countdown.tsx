import './countdown.css';
import { formatSeconds, secondsUntil, spokenSeconds } from './server-clock.js';

/** When the rest of the time is drawn in the colour of a warning. */
const HURRY_SECONDS = 120;
/** A full turn in the thousandths that the ring is drawn in. */
const FULL = 1_000;

/** How long the price holds. The digits change each second and are hidden from screen readers, who get the words. */
export function Countdown({
  createdAt,
  expiresAt,
  nowMs,
}: {
  createdAt: string;
  expiresAt: string;
  nowMs: number;
}) {
  const seconds = secondsUntil(expiresAt, nowMs);
  const whole = Math.max(1, secondsUntil(expiresAt, Date.parse(createdAt)));
  const left = Math.min(FULL, Math.round((seconds * FULL) / whole));
  return (
    <div className="countdown" data-hurry={seconds <= HURRY_SECONDS || undefined} role="timer">
      <svg className="countdown-ring" viewBox="0 0 20 20" aria-hidden="true">
        <circle className="countdown-track" cx="10" cy="10" r="8" />
        <circle
          className="countdown-rest"
          cx="10"
          cy="10"
          r="8"
          pathLength={FULL}
          strokeDasharray={`${left} ${FULL}`}
        />
      </svg>
      <span aria-hidden="true">
        Price held for <span className="countdown-digits">{formatSeconds(seconds)}</span>
      </span>
      <span className="spoken">Price held for {spokenSeconds(seconds)}</span>
    </div>
  );
}

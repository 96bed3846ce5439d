import './confirmation-ring.css';

/** The circumference in the units that the ring is drawn in. */
const FULL = 1_000;
const SWEEP = 60;

/** Confirmations as a ring that fills, with the numbers inside it. Who listens gets the browser's own progress bar. */
export function ConfirmationRing({ confirmations, required }: { confirmations: number; required: number }) {
  const filled = Math.round((confirmations * FULL) / required);
  return (
    <div className="confirmation-ring">
      <progress className="spoken" aria-label="Confirmations" max={required} value={confirmations} />
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <Arc name="track" length={FULL} />
        <Arc name="sweep" length={SWEEP} />
        {filled > 0 && <Arc name="filled" length={filled} />}
      </svg>
      <p className="confirmation-numbers">
        <span className="confirmation-count">
          {confirmations}
          <span className="confirmation-required">/{required}</span>
        </span>
        <span className="confirmation-word">confirmations</span>
      </p>
    </div>
  );
}

function Arc({ name, length }: { name: string; length: number }) {
  return (
    <circle
      className={`confirmation-${name}`}
      cx="60"
      cy="60"
      r="54"
      pathLength={FULL}
      strokeDasharray={`${length} ${FULL}`}
    />
  );
}

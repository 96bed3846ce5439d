import './confirmation-ring.css';

/** The circumference in the units that the ring is drawn in. */
const FULL = 1_000;

/** Confirmations as a ring that fills, with the numbers inside it. */
export function ConfirmationRing({ confirmations, required }: { confirmations: number; required: number }) {
  const filled = Math.round((confirmations * FULL) / required);
  return (
    <div
      className="confirmation-ring"
      role="progressbar"
      aria-label="Confirmations"
      aria-valuemin={0}
      aria-valuemax={required}
      aria-valuenow={confirmations}
      aria-valuetext={`${confirmations} of ${required} confirmations`}
    >
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle className="confirmation-track" cx="60" cy="60" r="54" />
        <circle className="confirmation-sweep" cx="60" cy="60" r="54" pathLength={FULL} strokeDasharray={`60 ${FULL}`} />
        <circle className="confirmation-filled" cx="60" cy="60" r="54" pathLength={FULL} strokeDasharray={`${filled} ${FULL}`} data-empty={filled === 0 || undefined} />
      </svg>
      <p className="confirmation-numbers" aria-hidden="true">
        <span className="confirmation-count">
          {confirmations}
          <span className="confirmation-required">/{required}</span>
        </span>
        <span className="confirmation-word">confirmations</span>
      </p>
    </div>
  );
}

import './check-mark.css';

/** A check that draws itself once. The heading below it says what it means. */
export function CheckMark() {
  return (
    <svg className="check-mark" viewBox="0 0 72 72" aria-hidden="true">
      <circle className="check-mark-disc" cx="36" cy="36" r="36" />
      <path className="check-mark-stroke" d="m23 37 9.5 9.5L50 28" pathLength="1" />
    </svg>
  );
}

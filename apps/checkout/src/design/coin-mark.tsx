/** Sixpence's mark: a coin with a six. */
export function CoinMark() {
  return (
    <svg
      className="coin-mark"
      viewBox="0 0 32 32"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <circle cx="16" cy="16" r="14.5" strokeWidth="2" />
      <path d="M19.5 8.5C15 10 12 14.2 12 18.7" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="16.1" cy="19.2" r="4.1" strokeWidth="2.6" />
    </svg>
  );
}

import type { ReactNode } from 'react';

/** An icon of 20 by 20, drawn in the colour of the text; the words beside it say what it means. */
function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const ArrowLeftIcon = () => (
  <Icon>
    <path d="M16 10H4.5M9 5 4 10l5 5" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="m4.5 10.5 3.7 3.7 7.3-8" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="7.2" y="7.2" width="9" height="9" rx="2" />
    <path d="M12.8 4.6a1.8 1.8 0 0 0-1.7-1H5.6a2 2 0 0 0-2 2v5.5a1.8 1.8 0 0 0 1 1.7" />
  </Icon>
);

export const ExternalIcon = () => (
  <Icon>
    <path d="M8.5 5H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2v-2.5M11.5 4H16v4.5M15.5 4.5 9.5 10.5" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.5v4M10 6.6v.1" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M8.7 3.9 2.9 14a1.5 1.5 0 0 0 1.3 2.3h11.6a1.5 1.5 0 0 0 1.3-2.3L11.3 3.9a1.5 1.5 0 0 0-2.6 0ZM10 8v3.5M10 13.7v.1" />
  </Icon>
);

export const ClockIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 6v4l2.6 1.6" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
  </Icon>
);

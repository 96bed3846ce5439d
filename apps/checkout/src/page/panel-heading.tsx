import { useEffect, useRef, type ReactNode } from 'react';

/**
 * The heading of a panel. When a panel replaces another, the control that had the focus may be gone with it; then the
 * new heading takes the focus, so that keyboard and screen reader go on from there and not from the top.
 */
export function PanelHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) {
      heading.current?.focus({ preventScroll: true });
    }
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

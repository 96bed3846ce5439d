import { useEffect, useRef, type RefObject } from 'react';
import type { Stage } from '../invoice/stage.js';

/**
 * When a stage's panel replaces another, the control that had the focus may be gone with it; then the new heading takes
 * the focus, so that keyboard and screen reader go on from there and not from the top. The page's first stage takes
 * nothing. Gives the reference for the element that holds the panels.
 */
export function useKeptFocus(stage: Stage): RefObject<HTMLDivElement | null> {
  const panel = useRef<HTMLDivElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    if (shown.current === stage) return;
    shown.current = stage;
    const hasFocus = document.activeElement !== null && document.activeElement !== document.body;
    if (!hasFocus) panel.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [stage]);
  return panel;
}

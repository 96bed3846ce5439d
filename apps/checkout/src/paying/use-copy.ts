import { useEffect, useRef, useState, type RefObject } from 'react';

/** How long a copied text says so. */
const SAID_MS = 2_000;

/** `selected`: there is no clipboard (a page over plain http), so the text is selected and the payer copies it. */
export type CopyState = 'idle' | 'copied' | 'selected';

/** Copies `text`; `shown` is where it stands on the page. */
export function useCopy(text: string, shown: RefObject<HTMLElement | null>): [CopyState, () => void] {
  const [state, setState] = useState<CopyState>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const copied = await write(text);
    if (!copied && shown.current) getSelection()?.selectAllChildren(shown.current);
    setState(copied ? 'copied' : 'selected');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), SAID_MS);
  };
  return [state, () => void copy()];
}

/** False when the browser has no clipboard for us, or does not allow it. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

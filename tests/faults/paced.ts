/** When a load's pace ends: after that time, or by the signal. */
export type Until = { readonly lastsMs: number } | { readonly signal: AbortSignal };

/** A turn every so many ms, for loads that come whatever becomes of them; a turn that was missed is not made up for. */
export async function* paced(everyMs: number, end: Until): AsyncGenerator<void> {
  const stopping = 'signal' in end ? end.signal : AbortSignal.timeout(end.lastsMs);
  let turn = Promise.withResolvers<void>();
  const timer = setInterval(() => turn.resolve(), everyMs);
  const wake = (): void => turn.resolve();
  stopping.addEventListener('abort', wake);
  try {
    while (!stopping.aborted) {
      yield;
      await turn.promise;
      turn = Promise.withResolvers<void>();
      if (stopping.aborted) return;
    }
  } finally {
    clearInterval(timer);
    stopping.removeEventListener('abort', wake);
  }
}

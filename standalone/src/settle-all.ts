/**
 * Like Promise.all, but it rejects (with the first failure) only when all have settled: what was started beside the failure is
 * then known, and can be stopped.
 */
export async function settleAll<T extends readonly Promise<unknown>[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

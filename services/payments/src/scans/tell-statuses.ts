import type { Queries } from '@sixpence/postgres';
import type { ChainStatus } from '@sixpence/schemas';
import { scanStatuses } from './scans.store.js';

/** A holder that said nothing for so long is not well. */
const staleAfterMs = 15_000;

/** How far each chain is scanned: any process can tell, whichever holds the scan. */
export async function tellStatuses(db: Queries, chains: readonly string[]): Promise<ChainStatus[]> {
  const known = new Map(
    (await scanStatuses(db, chains, staleAfterMs)).map((status) => [status.chain, status]),
  );
  return chains.map((chain) => {
    const status = known.get(chain);
    const until = status?.scannedUntil ?? null;
    return {
      chain,
      headNumber: status?.headHeight ?? null,
      scannedNumber: status?.height ?? null,
      scannedUntil: until === null ? null : new Date(until * 1_000).toISOString(),
      healthy: status?.healthy ?? false,
      dev: status?.dev ?? false,
    };
  });
}

import type { ScanContext } from './open-scan.js';
import { leaseMs } from './open-scan.js';
import type { Scan } from './scan.js';
import { renewLease } from './scans.store.js';

/** Keeps hold of the scan and says how it fares. False when another process took it. */
export async function renewScan({ db }: ScanContext, scan: Scan, problem: string | null): Promise<boolean> {
  const { network, token, dev, head } = scan;
  return renewLease(db, network.chain, token, leaseMs, { headHeight: head?.height ?? null, dev, problem });
}

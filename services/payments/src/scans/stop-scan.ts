import type { ScanContext } from './open-scan.js';
import type { Scan } from './scan.js';
import { releaseLease } from './scans.store.js';

/** Lets the scan go, so that the next holder need not wait. */
export const stopScan = ({ db }: ScanContext, { network, token }: Scan): Promise<void> =>
  releaseLease(db, network.chain, token);

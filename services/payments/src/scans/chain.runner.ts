import { setTimeout as pause } from 'node:timers/promises';
import { followChain } from './follow-chain.js';
import { leaseMs, openScan, type ScanContext } from './open-scan.js';
import { renewScan } from './renew-scan.js';
import { failureDelayMs, pollDelayMs, ScanLostError, ScanStoppedError, type Scan } from './scan.js';
import { stopScan } from './stop-scan.js';

/** Scans one chain, for as long as the process lives. */
export interface ChainRunner {
  /** Why this process no longer scans the chain, and never will without a person; `undefined` as a rule. */
  readonly stoppedBecause: string | undefined;
  /** Ends the round that runs, and lets the scan go. */
  stop(): Promise<void>;
}

/** The lease is renewed this often at least: well before its end. */
const renewEveryMs = leaseMs / 3;
/** One failure is no news: a node may answer from between two blocks. */
const failuresToTell = 2;
/** How often one that does not hold the scan asks for it. */
const askAgainMs = 500;

const nap = (delayMs: number, signal: AbortSignal) =>
  pause(delayMs, undefined, { signal }).catch(() => undefined);

/**
 * Starts to scan. Whatever fails is tried again, with a growing pause, and logged once: when it begins to fail, and when
 * it works again.
 */
export function startChainRunner(context: ScanContext): ChainRunner {
  const { logger } = context;
  const { network } = context.chain;
  const { chain } = network;
  const stopping = new AbortController();
  let stoppedBecause: string | undefined;
  let scan: Scan | undefined;
  let renewedAt = 0;
  let problem: string | null = null;
  let failures = 0;

  const round = async (): Promise<number> => {
    scan ??= await openScan(context);
    if (!scan) return askAgainMs;
    if (performance.now() - renewedAt > renewEveryMs) await renew();
    const more = await followChain(context, scan);
    if (problem !== null) {
      logger.info({ chain }, 'the scan moves again');
      problem = null;
      await renew();
    }
    failures = 0;
    return more ? 0 : pollDelayMs(network);
  };

  const renew = async () => {
    if (!scan) return;
    if (!(await renewScan(context, scan, problem)))
      throw new ScanLostError(`The scan of ${chain} is another's now`);
    renewedAt = performance.now();
  };

  /** What comes after a failed round: how long to wait. */
  const fail = async (error: unknown): Promise<number> => {
    if (error instanceof ScanLostError) {
      logger.warn({ chain, error }, 'the scan was lost, and is taken up anew');
      scan = undefined;
      return 0;
    }
    failures += 1;
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ScanStoppedError) {
      stoppedBecause = message;
      logger.fatal({ chain, error }, 'the scan stopped, and needs a person');
    } else if (failures < failuresToTell) {
      return failureDelayMs(network, failures);
    } else if (problem === null) logger.warn({ chain, error }, 'the scan does not move');
    problem = message;
    // The status is for others; the round's own failure has been dealt with.
    await renew().catch(() => undefined);
    return failureDelayMs(network, failures);
  };

  const run = async () => {
    while (!stopping.signal.aborted && stoppedBecause === undefined) {
      const delayMs = await round().catch(fail);
      if (delayMs > 0 && stoppedBecause === undefined) await nap(delayMs, stopping.signal);
    }
    if (scan)
      await stopScan(context, scan).catch((error: unknown) =>
        logger.warn({ chain, error }, 'the scan was not let go'),
      );
  };

  const running = run();
  return {
    get stoppedBecause() {
      return stoppedBecause;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { adoptOrStart } from '../processes/child-server.js';
import type { ChildServer } from '../processes/child-server.js';
import { anvilBinary } from './anvil-binary.js';
import { clientVersion } from './client-version.js';
import { keepGoodCopy, mendState } from './state-file.js';

export interface AnvilOptions {
  readonly port: number;
  /** Where the chain is kept between runs; its log, process id and old states lie beside it. The folder is made. */
  readonly stateFile: string;
  /** A block every so many seconds; without it a block for each transaction only. */
  readonly blockTimeSeconds?: number;
  /** With `blockTimeSeconds`: a block at once for each transaction besides. */
  readonly mixedMining?: boolean;
  /** Default 31337. */
  readonly chainId?: number;
}

export interface AnvilServer extends ChildServer {
  /** http://127.0.0.1:port */
  readonly url: string;
}

const READY_WITHIN_MS = 15_000;
/** It writes its state when it ends. */
const STOP_WITHIN_MS = 8_000;
/** States of old blocks kept on disk; each is up to 1 MB, and the default of 3,600 would fill it. */
const OLD_STATES = 64;

/**
 * A dev chain on 127.0.0.1: the one that still runs with this state file, or a new one that goes on from it. Its ten
 * default accounts are unlocked and hold 10,000 coins each. The state is written every second and at the end.
 */
export async function startAnvil(options: AnvilOptions): Promise<AnvilServer> {
  const { port, blockTimeSeconds, mixedMining = false, chainId = 31_337 } = options;
  const stateFile = resolve(options.stateFile);
  const folder = dirname(stateFile);
  const url = `http://127.0.0.1:${port}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const server = await adoptOrStart({
    name: 'the dev chain (anvil)',
    command: anvilBinary(),
    args: [
      '--host=127.0.0.1',
      `--port=${port}`,
      `--chain-id=${chainId}`,
      '--silent',
      `--state=${stateFile}`,
      '--state-interval=1',
      `--cache-path=${join(folder, 'old-states')}`,
      `--max-persisted-states=${OLD_STATES}`,
      ...(blockTimeSeconds === undefined ? [] : [`--block-time=${blockTimeSeconds}`]),
      ...(blockTimeSeconds !== undefined && mixedMining ? ['--mixed-mining'] : []),
    ],
    marker: `--state=${stateFile}`,
    port,
    pidFile: `${stateFile}.pid`,
    writesPidFile: false,
    logFile: `${stateFile}.log`,
    prepare: () => mendState(stateFile),
    isReady: async () => (await clientVersion(url))?.startsWith('anvil/') ?? false,
    readyWithinMs: READY_WITHIN_MS,
    stopSignal: 'SIGTERM',
    stopWithinMs: STOP_WITHIN_MS,
  });
  const stopCopying = keepGoodCopy(stateFile);
  const stop = async () => {
    stopCopying();
    await server.stop();
  };
  return { ...server, url, stop };
}

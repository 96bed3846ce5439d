import { isAlive } from '@sixpence/dev-servers';
import type { ChildServer } from '@sixpence/dev-servers';
import { explainFailure } from './explain-failure.js';
import type { Teardown } from './teardown.js';
import { complain } from './terminal.js';

const CHECK_EVERY_MS = 1_000;
const STOP_WITHIN_MS = 10_500;

/**
 * Starts a server, and starts it again whenever it is gone (killed for want of memory, say): the services wait for it and go
 * on. `teardown` ends it for good, as step 1.
 */
export async function keepRunning<Server extends ChildServer>(
  name: string,
  start: () => Promise<Server>,
  teardown: Teardown,
): Promise<Server> {
  const first = await start();
  let server = first;
  let mending: Promise<void> | undefined;
  const mend = async () => {
    if (await isAlive(server.pid)) return;
    complain(`${name} is gone: it is started again.`);
    await server.stop();
    server = await start();
  };
  const check = () => {
    mending ??= mend()
      .catch((error: unknown) => void complain(`${name} did not start again: ${explainFailure(error)}`))
      .finally(() => (mending = undefined));
  };
  const timer = setInterval(check, CHECK_EVERY_MS).unref();
  const stop = async () => {
    clearInterval(timer);
    await mending;
    await server.stop();
  };
  teardown.add(1, { name, withinMs: STOP_WITHIN_MS, stop });
  return first;
}

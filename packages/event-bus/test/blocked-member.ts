import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '@sixpence/testkit';

/** What the process tells. */
export type MemberMessage = { readonly partition: number; readonly numbers: readonly number[] } | 'awake';

export interface BlockedMember {
  /** How many records it has had. */
  count(): number;
  /** Nothing runs in that process for so long: no handler, no heartbeat. */
  block(ms: number): void;
  /** Resolves when the block is over, with the moment by `performance.now()`. */
  awake(): Promise<number>;
  /** Has it leave its group, and end. */
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('processes/blocked-member.ts', import.meta.url));

/** A member of a group in a process of its own. */
export async function startBlockedMember(
  client: string,
  brokers: readonly string[],
  topic: string,
  onHandled: (partition: number, numbers: readonly number[]) => void,
): Promise<BlockedMember> {
  const child = spawn(process.execPath, [program, client, brokers.join(','), topic], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  let count = 0;
  let awakeMs: number | undefined;
  child.on('message', (message: MemberMessage) => {
    if (message === 'awake') return void (awakeMs = performance.now());
    count += message.numbers.length;
    onHandled(message.partition, message.numbers);
  });
  return {
    count: () => count,
    block(ms) {
      awakeMs = undefined;
      child.send(ms);
    },
    awake: () => until(() => awakeMs, { timeoutMs: 30_000, what: 'the process to be awake' }),
    async close() {
      child.disconnect();
      await exited;
    },
  };
}

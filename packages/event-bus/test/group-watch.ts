import { until } from '@sixpence/testkit';
import { Kafka, logLevel } from 'kafkajs';

export interface GroupWatch {
  /** What was seen of the group that is otherwise than at its beginning: a rebalance, a member that went or came. */
  stop(): Promise<readonly string[]>;
}

/** Waits until a group of that many members is at rest, and looks at it again and again from then on, by a client of its own. */
export async function watchGroup(
  brokers: readonly string[],
  group: string,
  members: number,
): Promise<GroupWatch> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const look = async (): Promise<string> => {
    const { groups } = await admin.describeGroups([group]);
    const [found] = groups;
    const ids = (found?.members ?? []).map(({ memberId }) => memberId).toSorted();
    return `${found?.state} ${ids.join(' ')}`;
  };
  const rest = await until(
    async () => {
      const seen = await look();
      return seen.startsWith('Stable') && seen.split(' ').length === 1 + members && seen;
    },
    { timeoutMs: 30_000, what: 'the group to be at rest' },
  );
  const otherwise = new Set<string>();
  let stopping = false;
  const running = until(
    async () => {
      const seen = await look();
      if (seen !== rest) otherwise.add(seen);
      return stopping;
    },
    { timeoutMs: 200_000, what: 'the test to end' },
  );
  running.catch(() => {});
  return {
    async stop() {
      stopping = true;
      await running;
      await admin.disconnect();
      return [...otherwise];
    },
  };
}

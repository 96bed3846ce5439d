import type { Connection, Consumer } from '@platformatic/kafka';

/** The connection to the broker that keeps the group's offsets. */
export async function coordinatorOf(consumer: Consumer): Promise<Connection> {
  const coordinator = await consumer.findGroupCoordinator();
  const connection = (await consumer.connectToBrokers([coordinator])).get(coordinator);
  if (connection === undefined) throw new Error('the group’s coordinator is away');
  return connection;
}

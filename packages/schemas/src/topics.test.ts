import { expect, test } from 'vitest';
import { ConsumerGroup } from './consumer-groups.js';
import { topicDefinitions, topicRights } from './topics.js';

const rights = topicRights('x.');
const of = (operation: 'read' | 'write', topic: RegExp) =>
  rights.filter(
    (right) => right.operation === operation && right.resource === 'topic' && topic.test(right.name),
  );

test('every service has a topic of dead letters that it alone writes and admin alone reads', () => {
  const names = Object.values(ConsumerGroup).map((service) => `x.dead-letters.${service}`);
  const topics = topicDefinitions({ prefix: 'x.', replication: 3 }).filter(({ name }) =>
    names.includes(name),
  );
  expect(topics.map(({ name, partitions }) => [name, partitions])).toEqual(names.map((name) => [name, 1]));
  const writers = of('write', /dead-letters/).map(({ service, name }) => [service, name]);
  expect(writers).toEqual(
    Object.values(ConsumerGroup).map((service) => [service, `x.dead-letters.${service}`]),
  );
  const readers = of('read', /dead-letters/);
  expect(readers.map(({ service }) => service)).toEqual(names.map(() => 'admin'));
  expect(readers.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test('every service may be asked, since its bus answers for its dead letters', () => {
  for (const service of Object.values(ConsumerGroup)) {
    const reads = of('read', new RegExp(`^x\\.requests\\.${service}$`));
    expect(reads.map((right) => right.service)).toEqual([service]);
  }
});

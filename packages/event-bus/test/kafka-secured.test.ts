import { randomBytes } from 'node:crypto';
import { Admin } from '@platformatic/kafka';
import {
  ConsumerGroup,
  groupNames,
  replyTopic,
  requestCatalogue,
  streamTopic,
  streams,
  topicRights,
} from '@sixpence/schemas';
import type { ServiceName, Stream } from '@sixpence/schemas';
import { kafkaClusterHere, testSecuredKafka, until } from '@sixpence/testkit';
import type { TestSecuredKafka } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KafkaRefusedError, connectKafka, createKafkaTransport, createTopics } from '../src/index.js';
import type { KafkaClient, KafkaSettings, Transport } from '../src/index.js';
import { toAccessLists } from './access-lists.js';
import { allClients } from './conformance.js';
import { drained, join, makeTopic, numberOf, numbered } from './kafka-workload.js';
import { silent } from './test-group.js';

const here = await kafkaClusterHere();
const services = Object.values(ConsumerGroup);
const users = Object.fromEntries(
  ['operator', 'stranger', ...services].map((name) => [name, randomBytes(9).toString('hex')]),
);
const prefix = 'secured.';

describe.skipIf(!here)('a broker with TLS, logins and access lists', () => {
  let broker: TestSecuredKafka;
  const as = (username: string, password = users[username] ?? ''): KafkaSettings => ({
    brokers: broker.brokers,
    tls: { ca: broker.authority },
    sasl: { mechanism: 'scram-sha-512', username, password },
  });

  beforeAll(async () => {
    broker = await testSecuredKafka(users);
    const admin = await connectKafka(as('operator')).admin();
    await createTopics(admin, { prefix, replication: 1 });
    await admin.close();
    const lists = new Admin({
      clientId: 'operator',
      bootstrapBrokers: [...broker.brokers],
      tls: { ca: broker.authority },
      sasl: { mechanism: 'SCRAM-SHA-512', username: 'operator', password: users['operator'] ?? '' },
    });
    await lists.createAcls({ creations: toAccessLists(topicRights(prefix)) });
    await lists.close();
  }, 300_000);
  afterAll(() => broker?.close());

  describe.each(allClients)('$name', ({ create }) => {
    test('writes and reads over TLS, with a login by SCRAM', async () => {
      const client = create(as('operator'));
      const topic = await makeTopic(client, 2, 1);
      const producer = await client.producer();
      for (const number of [0, 1, 2, 3]) await producer.send(topic, number % 2, [numbered(number)]);
      const found: number[] = [];
      const { consumer } = await join(client, topic, topic, async ({ records }) => {
        found.push(...records.map(numberOf));
      });
      await drained(client, topic, topic);
      expect(found.toSorted()).toEqual([0, 1, 2, 3]);
      await consumer.close();
      await producer.close();
    });
  });

  /** What one hears who writes with these settings. */
  async function refusal(settings: KafkaSettings): Promise<unknown> {
    const producer = await connectKafka(settings).producer();
    try {
      return await producer.send('any', 0, [numbered(1)]).catch((error: unknown) => error);
    } finally {
      await producer.close();
    }
  }

  test.each([
    ['a wrong password', () => as('core', 'wrong'), 'refused the login of core'],
    ['an unknown name', () => as('nobody', 'wrong'), 'refused the login of nobody'],
    [
      'an unknown authority',
      () => ({ ...as('core'), tls: {} }),
      'an authority that is not among those believed',
    ],
    [
      'another mechanism',
      () => ({ ...as('core'), sasl: { mechanism: 'plain', username: 'core', password: 'x' } as const }),
      'takes no login by plain',
    ],
    ['no TLS', () => ({ brokers: broker.brokers, sasl: as('core').sasl! }), 'may want TLS'],
  ])('%s is said in a sentence', async (_, settings, sentence) => {
    const error = await refusal(settings());
    expect(error).toBeInstanceOf(KafkaRefusedError);
    expect((error as Error).message).toContain(sentence);
    expect((error as Error).message).toContain(broker.brokers[0]);
  });

  describe('with the rights of the catalogue', () => {
    const clients = new Map<ServiceName, KafkaClient>();
    const transports = new Map<ServiceName, Transport>();
    const heard = new Map<ServiceName, Set<string>>();
    const rights = topicRights(prefix);
    const used = new Set(rights.map(({ name }) => name));
    const written = (Object.keys(streams) as Stream[]).filter((stream) =>
      used.has(streamTopic(prefix, stream).topic),
    );
    /** Dead letters are admin's alone to read. */
    const readBy = (service: ServiceName) =>
      written.filter((stream) =>
        rights.some(
          (right) =>
            right.service === service &&
            right.operation === 'read' &&
            right.name === streamTopic(prefix, stream).topic,
        ),
      );
    const answering = services.filter((name) => requestCatalogue.some(({ service }) => service === name));

    beforeAll(async () => {
      await Promise.all(services.map(startService));
    }, 120_000);
    afterAll(() => Promise.all([...transports.values()].map((transport) => transport.close())));

    /** A service as the bus has it: its place in its groups, before it all streams that it may read. */
    async function startService(service: ConsumerGroup): Promise<void> {
      const client = connectKafka(as(service));
      const transport = createKafkaTransport({ client, service, prefix, logger: silent });
      clients.set(service, client);
      transports.set(service, transport);
      const mine = new Set<string>();
      heard.set(service, mine);
      await transport.join({
        service,
        group: service,
        streams: new Set(readBy(service)),
        types: new Set(['probe']),
        requests: new Set(answering.includes(service) ? ['probe'] : []),
        handle: async ({ stream }) => void mine.add(stream),
        answer: async ({ id }) => ({ id, ok: true, payload: service }),
      });
    }

    test('each service writes its own streams, and reads what it may', async () => {
      for (const stream of written) {
        const producer = await clients.get(streams[stream])!.producer();
        const record = { key: 'k', value: Buffer.from('{}'), headers: { type: 'probe' } };
        await producer.send(streamTopic(prefix, stream).topic, 0, [record]);
        await producer.close();
      }
      for (const service of services)
        await until(() => heard.get(service)!.size === readBy(service).length, {
          what: `${service} to hear of all that it may read`,
          timeoutMs: 30_000,
        });
    });

    test('each service asks each that answers', async () => {
      for (const asking of services) {
        for (const asked of answering) {
          const request = {
            id: randomBytes(8).toString('hex'),
            type: 'probe',
            service: asked,
            traceparent: `00-${'0'.repeat(31)}1-${'0'.repeat(15)}1-00`,
            idempotencyKey: null,
            expiresAtMs: Date.now() + 30_000,
            payload: {},
          };
          const answer = await transports.get(asking)!.request(request, AbortSignal.timeout(30_000));
          expect(answer).toMatchObject({ ok: true, payload: asked });
        }
      }
    });

    const forged = { key: 'k', value: Buffer.from('{}'), headers: { type: 'payment.confirmed' } };

    test.each(['stranger', ...services.filter((service) => service !== streams.payment)])(
      '%s cannot write the payment stream',
      async (name) => {
        const producer = await connectKafka(as(name)).producer();
        const sent = producer.send(streamTopic(prefix, 'payment').topic, 0, [forged]);
        await expect(sent).rejects.toThrow(`does not allow this of ${name}: Topic authorization failed`);
        await producer.close();
      },
    );

    test('no service reads in another’s group, nor the answers to another', async () => {
      for (const { group, topic } of [
        { group: groupNames(prefix, 'core').events, topic: streamTopic(prefix, 'payment').topic },
        { group: `${groupNames(prefix, 'webhooks').replies}a`, topic: replyTopic(prefix, 'core').topic },
      ]) {
        const errors: unknown[] = [];
        const consumer = await connectKafka(as('webhooks')).consumer({
          group,
          topics: [topic],
          from: 'earliest',
          onBatch: async () => {},
          onError: (error) => void errors.push(error),
        });
        await until(() => errors.some((error) => error instanceof KafkaRefusedError), {
          what: `${topic} in ${group} to be refused`,
          timeoutMs: 30_000,
        });
        await consumer.close();
      }
    });
  });
});

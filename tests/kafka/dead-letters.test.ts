import { randomBytes } from 'node:crypto';
import { connectKafka } from '@sixpence/event-bus';
import type { DeadLetter, DeadLetterSummary } from '@sixpence/schemas';
import { kafkaHere, until } from '@sixpence/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, startStandalone, type Standalone } from '../standalone.js';

const here = await kafkaHere();

describe.skipIf(!here)('dead letters, on six processes over Kafka', () => {
  const prefix = `e2e-${randomBytes(4).toString('hex')}.`;
  let sixpence: Standalone;

  beforeAll(async () => {
    sixpence = await startStandalone({
      environment: { KAFKA_TOPIC_PREFIX: prefix },
      program: 'kafka-main',
    });
  }, 240_000);
  afterAll(() => sixpence?.dispose());

  const ask = <T>(path: string, method = 'GET'): Promise<T> =>
    call<T>(`${sixpence.dev.adminUrl}/v1/dead-letters${path}`, sixpence.dev.adminToken, { method });

  test('what every group of a stream could not handle reaches the operator, who decides on each by itself', async () => {
    const producer = await connectKafka({ brokers: sixpence.dev.kafkaBrokers! }).producer();
    const event = {
      specversion: '1.0',
      id: 'evt_of_a_newer_release',
      source: '/sixpence/core',
      type: 'invoice.settled',
      dataversion: 99,
      subject: 'inv_x',
      sequence: 1,
      traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-00`,
      data: {},
    };
    const value = Buffer.from(JSON.stringify(event));
    // With the header that a relay gives it: only groups that listen to the type look at it.
    const record = { key: 'inv_x', value, headers: { type: event.type } };
    await producer.send(`${prefix}events.invoice`, 3, [record]);
    await producer.close();

    const letters = await until(
      async () => {
        const { data } = await ask<{ data: DeadLetterSummary[] }>('?type=invoice.settled');
        return data.length === 3 ? data : undefined;
      },
      { timeoutMs: 60_000, what: 'a letter of each group that listens' },
    );
    expect(letters.map(({ group }) => group).toSorted()).toEqual(['admin', 'notifications', 'webhooks']);
    for (const { id, group } of letters) {
      const letter = await ask<DeadLetter>(`/${id}`);
      expect(letter).toMatchObject({
        status: 'parked',
        error: { code: 'unknown_version' },
        origin: { topic: `${prefix}events.invoice`, partition: 3 },
        event,
      });
      await expect(ask(`/${id}/replay`, 'POST')).rejects.toThrow('dead_letter_failed_again');
      expect(await ask(`/${id}/discard`, 'POST')).toMatchObject({ group, status: 'discarded', attempts: 2 });
    }
    expect((await ask<{ data: DeadLetterSummary[] }>('')).data).toEqual([]);
  }, 120_000);
});

import { expect, test } from 'vitest';
import { kafkaVariables, readKafkaEnvironment } from './kafka-environment.js';

test('nothing need be said', () => {
  expect(readKafkaEnvironment({}, [])).toEqual({ brokers: undefined, scale: new Map() });
});

test('services are told of Kafka what this process was told, at the brokers that were found', () => {
  const given = { KAFKA_TOPIC_PREFIX: 'mine.', KAFKA_TLS: '', PATH: '/bin' };
  expect(kafkaVariables(['a:1', 'b:2'], given)).toEqual({
    KAFKA_BROKERS: 'a:1,b:2',
    KAFKA_TOPIC_PREFIX: 'mine.',
    KAFKA_REPLICATION: '1',
  });
});

test('services are scaled by name, in both spellings', () => {
  const { scale } = readKafkaEnvironment({}, ['--scale', 'webhooks=3', '--scale=core=2']);
  expect([...scale]).toEqual([
    ['webhooks', 3],
    ['core', 2],
  ]);
});

test.each([
  [['--scale', 'nobody=2']],
  [['--scale', 'core=0']],
  [['--scale', 'core=99']],
  [['--scale']],
  [['core=2']],
])('refuses %j', (args) => {
  expect(() => readKafkaEnvironment({}, args)).toThrow('must be');
});

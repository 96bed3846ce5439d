import { expect, test } from 'vitest';
import { kafkaFrom } from './kafka-environment.js';

const brokers = { KAFKA_BROKERS: 'a:9098,b:9098' };

test('without brokers there is no Kafka, and the rest is checked all the same', () => {
  expect(kafkaFrom({})).toBeUndefined();
  expect(() => kafkaFrom({ KAFKA_TLS: 'yes' })).toThrow('KAFKA_TLS');
});

test('topics are called and copied as the variables say', () => {
  expect(kafkaFrom(brokers)).toMatchObject({ prefix: 'sixpence.', replication: 3 });
  expect(kafkaFrom({ ...brokers, KAFKA_TOPIC_PREFIX: 'staging.', KAFKA_REPLICATION: '1' })).toMatchObject({
    prefix: 'staging.',
    replication: 1,
  });
});

const login = { KAFKA_SASL_USERNAME: 'core', KAFKA_SASL_PASSWORD: 'secret' };
const scram = { ...brokers, KAFKA_SASL_MECHANISM: 'scram-sha-512' };
const plain = { ...brokers, ...login, KAFKA_SASL_MECHANISM: 'plain' };
const iam = { ...brokers, KAFKA_SASL_MECHANISM: 'aws-msk-iam' };

test.each([
  ['a login by SCRAM', { ...scram, ...login }],
  ['a password over TLS', { ...plain, KAFKA_TLS: '1' }],
  ['a role of AWS', { ...iam, KAFKA_TLS: '1', AWS_REGION: 'eu-central-1' }],
  ['a cluster in another region', { ...iam, KAFKA_TLS: '1', KAFKA_AWS_REGION: 'us-gov-west-1' }],
])('takes %s', (_, variables) => {
  expect(kafkaFrom(variables)).toMatchObject({ prefix: 'sixpence.', replication: 3 });
});

test.each([
  ['a broker without a port', { KAFKA_BROKERS: 'a' }, '<host>:<port>'],
  ['a login without a password', { ...scram, KAFKA_SASL_USERNAME: 'core' }, 'KAFKA_SASL_PASSWORD'],
  ['a password in the clear', plain, 'KAFKA_TLS=1'],
  ['a token in the clear', { ...iam, AWS_REGION: 'eu-central-1' }, 'KAFKA_TLS=1'],
  ['a role without a region', { ...iam, KAFKA_TLS: '1' }, 'KAFKA_AWS_REGION'],
  ['no region of AWS', { ...iam, KAFKA_TLS: '1', AWS_REGION: 'Frankfurt' }, 'KAFKA_AWS_REGION'],
  ['authorities that are not there', { ...brokers, KAFKA_TLS: '1', KAFKA_TLS_CA_FILE: '/none' }, '/none'],
])('refuses %s', (_, variables, why) => {
  expect(() => kafkaFrom(variables)).toThrow(why);
});

import { readFileSync } from 'node:fs';
import { connectKafka } from '@sixpence/event-bus';
import type { KafkaClient, KafkaSasl, KafkaSettings } from '@sixpence/event-bus';
import { z } from 'zod';
import { readVariables } from './environment.js';
import { mskTokens } from './msk-tokens.js';

const brokers = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().regex(/^[^:\s]+:\d{1,5}$/, { error: 'Expected <host>:<port>[,<host>:<port>…]' })));

const AWS_REGION = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

const regionOf = (all: {
  KAFKA_AWS_REGION?: string | undefined;
  AWS_REGION?: string | undefined;
}): string | undefined => all.KAFKA_AWS_REGION ?? all.AWS_REGION;

/** The variables that say where Kafka is, how to speak to it, and what of it is this environment's. */
const schema = z
  .object({
    KAFKA_BROKERS: brokers.optional(),
    KAFKA_TOPIC_PREFIX: z
      .string()
      .regex(/^[a-z0-9.-]{1,60}$/, { error: 'Expected small letters, digits, dots and dashes' })
      .default('sixpence.'),
    KAFKA_REPLICATION: z.coerce.number().int().min(1).max(7).default(3),
    KAFKA_TLS: z.enum(['0', '1']).default('0'),
    /** A file with the authorities to believe, instead of the system's. */
    KAFKA_TLS_CA_FILE: z.string().min(1).optional(),
    KAFKA_SASL_MECHANISM: z.enum(['scram-sha-256', 'scram-sha-512', 'plain', 'aws-msk-iam']).optional(),
    KAFKA_SASL_USERNAME: z.string().min(1).optional(),
    KAFKA_SASL_PASSWORD: z.string().min(1).optional(),
    /** Of the MSK cluster, where it is not the region that AWS_REGION names. */
    KAFKA_AWS_REGION: z.string().optional(),
    AWS_REGION: z.string().optional(),
  })
  .refine(
    (all) =>
      all.KAFKA_SASL_MECHANISM === undefined ||
      all.KAFKA_SASL_MECHANISM === 'aws-msk-iam' ||
      (all.KAFKA_SASL_USERNAME !== undefined && all.KAFKA_SASL_PASSWORD !== undefined),
    { error: 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD' },
  )
  .refine((all) => all.KAFKA_SASL_MECHANISM !== 'plain' || all.KAFKA_TLS === '1', {
    error: 'KAFKA_SASL_MECHANISM plain sends the password as it is: it needs KAFKA_TLS=1',
  })
  .refine((all) => all.KAFKA_SASL_MECHANISM !== 'aws-msk-iam' || all.KAFKA_TLS === '1', {
    error: 'KAFKA_SASL_MECHANISM aws-msk-iam sends a token that anyone could use: it needs KAFKA_TLS=1',
  })
  .refine((all) => all.KAFKA_SASL_MECHANISM !== 'aws-msk-iam' || AWS_REGION.test(regionOf(all) ?? ''), {
    error: 'KAFKA_SASL_MECHANISM aws-msk-iam needs AWS_REGION or KAFKA_AWS_REGION, as eu-central-1',
  });

type Variables = z.output<typeof schema>;

export interface KafkaPlace {
  readonly client: KafkaClient;
  readonly prefix: string;
  /** Copies of each partition, for topics that are made. */
  readonly replication: number;
}

/** Kafka as the variables say, or undefined without KAFKA_BROKERS. Throws with every fault at once; connects later. */
export function kafkaFrom(env: NodeJS.ProcessEnv): KafkaPlace | undefined {
  const variables = readVariables(schema, env);
  if (variables.KAFKA_BROKERS === undefined) return undefined;
  return {
    client: connectKafka(settingsOf(variables, variables.KAFKA_BROKERS)),
    prefix: variables.KAFKA_TOPIC_PREFIX,
    replication: variables.KAFKA_REPLICATION,
  };
}

function settingsOf(variables: Variables, names: readonly string[]): KafkaSettings {
  const sasl = saslOf(variables);
  return {
    brokers: names,
    ...(variables.KAFKA_TLS === '1' && { tls: tlsOf(variables) }),
    ...(sasl && { sasl }),
  };
}

function tlsOf({ KAFKA_TLS_CA_FILE: file }: Variables): { ca?: Buffer } {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file) };
  } catch (cause) {
    throw new Error(`KAFKA_TLS_CA_FILE names ${file}, which cannot be read`, { cause });
  }
}

function saslOf(variables: Variables): KafkaSasl | undefined {
  const mechanism = variables.KAFKA_SASL_MECHANISM;
  if (mechanism === undefined) return undefined;
  if (mechanism === 'aws-msk-iam')
    return { mechanism: 'oauthbearer', token: mskTokens(regionOf(variables) ?? '') };
  const { KAFKA_SASL_USERNAME: username = '', KAFKA_SASL_PASSWORD: password = '' } = variables;
  return { mechanism, username, password };
}

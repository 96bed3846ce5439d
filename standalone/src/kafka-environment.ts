import { ConsumerGroup } from '@sixpence/schemas';
import type { ServiceName } from '@sixpence/schemas';
import { EnvironmentError } from './environment.js';

/** What the user says of six processes over Kafka, beside the usual. */
export interface KafkaEnvironment {
  /** KAFKA_BROKERS: host:port of an outside Kafka, separated by commas, instead of a broker of our own. */
  readonly brokers: readonly string[] | undefined;
  /** `--scale webhooks=3`: how many processes a service has; one when nothing is said. */
  readonly scale: ReadonlyMap<ServiceName, number>;
}

const MAX_PROCESSES = 8;

/** Reads variables and arguments. Throws EnvironmentError. */
export function readKafkaEnvironment(
  variables: NodeJS.ProcessEnv,
  args: readonly string[],
): KafkaEnvironment {
  const get = (name: string) => variables[name]?.trim() || undefined;
  return {
    brokers: get('KAFKA_BROKERS')
      ?.split(',')
      .map((part) => part.trim()),
    scale: readScale(args),
  };
}

/**
 * The variables that each service reads of Kafka itself, KAFKA_TOPIC_PREFIX and the login's among them, at those brokers. One
 * copy of each partition unless KAFKA_REPLICATION says more, since a broker of our own is alone.
 */
export function kafkaVariables(
  brokers: readonly string[],
  variables: NodeJS.ProcessEnv,
): Record<string, string> {
  const given = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[0].startsWith('KAFKA_') && Boolean(entry[1]?.trim()),
  );
  return { KAFKA_REPLICATION: '1', ...Object.fromEntries(given), KAFKA_BROKERS: brokers.join(',') };
}

function readScale(args: readonly string[]): Map<ServiceName, number> {
  const scale = new Map<ServiceName, number>();
  const rest = args.flatMap((arg) => (arg.startsWith('--scale=') ? ['--scale', arg.slice(8)] : [arg]));
  for (let at = 0; at < rest.length; at += 2) {
    const [service = '', count = ''] = (rest[at + 1] ?? '').split('=');
    if (rest[at] !== '--scale' || !isService(service))
      throw new EnvironmentError(
        `the arguments must be --scale <service>=<count>, of ${Object.values(ConsumerGroup).join(', ')}`,
      );
    scale.set(service, readCount(`--scale ${service}`, count, MAX_PROCESSES));
  }
  return scale;
}

const isService = (name: string): name is ServiceName => Object.hasOwn(ConsumerGroup, name);

function readCount(name: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d$/.test(text) && count >= 1 && count <= most) return count;
  throw new EnvironmentError(`${name} must be a number from 1 to ${most}, not "${text}"`);
}

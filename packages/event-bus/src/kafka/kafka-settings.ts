import type { ConnectionOptions } from 'node:tls';

/** How to say who we are; the broker tells over TLS alone, where it is told to. */
export type KafkaSasl =
  | {
      readonly mechanism: 'scram-sha-256' | 'scram-sha-512' | 'plain';
      readonly username: string;
      readonly password: string;
    }
  | {
      readonly mechanism: 'oauthbearer';
      /** Asked at each connection: AWS MSK's IAM tokens live for minutes. */
      readonly token: () => Promise<string>;
    };

/** Where the brokers are, and how to speak to them. */
export interface KafkaSettings {
  /** host:port of some of them; the others are learnt. */
  readonly brokers: readonly string[];
  /** What the broker's logs and quotas call us. Default 'sixpence'. */
  readonly clientId?: string;
  /** TLS when present, `{}` with the system's authorities. */
  readonly tls?: ConnectionOptions;
  readonly sasl?: KafkaSasl;
}

export const DEFAULT_CLIENT_ID = 'sixpence';

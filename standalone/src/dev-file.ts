import { rm } from 'node:fs/promises';
import type { ServiceName } from '@sixpence/schemas';
import { writePrivateFile } from './private-file.js';

/** What tells scripts, tests and curious people where everything is. What is only there on a dev chain is optional. */
export interface DevFile {
  readonly apiUrl: string;
  /** The demo store's key. */
  readonly apiKey?: string;
  /** An invoice's page is this, a slash and its id. */
  readonly checkoutUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  /** Absent where a mail server takes the mails away. */
  readonly mailboxUrl?: string;
  readonly rpcUrl: string;
  /** The key of the account with the test money. */
  readonly faucetPrivateKey?: string;
  /** Symbol → CAIP-19 id. */
  readonly assets: Readonly<Record<string, string>>;
  /** The process that holds the six, or supervises them. */
  readonly pid: number;
  /** What only six processes over Kafka have. */
  readonly kafkaBrokers?: readonly string[];
  readonly databaseUrl?: string;
  readonly processes?: readonly ServiceProcess[];
}

/** A process of one service that answers. */
export interface ServiceProcess {
  readonly service: ServiceName;
  readonly pid: number;
  readonly port: number;
  /** Where on this machine `GET /metrics` answers. */
  readonly metricsPort?: number;
}

/** Says that nothing is ready (any more). */
export async function removeDevFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Says that everything is ready: the file is there whole, readable by its owner alone. */
export async function writeDevFile(file: string, content: DevFile): Promise<void> {
  await writePrivateFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
}

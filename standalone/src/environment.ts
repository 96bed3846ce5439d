import { resolve } from 'node:path';

/** What the user says with variables. Everything has a default: `npm start` needs none. */
export interface Environment {
  /** SIXPENCE_DATA_DIR: the folder of everything that stays between runs. Default `.sixpence`. */
  readonly dataDir: string;
  /** SIXPENCE_PORT: the first of 50 ports. Default 4600. */
  readonly firstPort: number;
  /** SIXPENCE_HOST: where the merchant API and the back office listen. Default 127.0.0.1. */
  readonly host: string;
  /** SIXPENCE_PUBLIC_URL: what payers' browsers reach the first port as, without a slash at the end. */
  readonly publicUrl: string | undefined;
  /** DATABASE_URL: an outside PostgreSQL, 15 or newer, instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** EVM_RPC_URL: the nodes of an outside chain, separated by commas, instead of the embedded one. */
  readonly rpcUrls: readonly string[] | undefined;
  /** SMTP_URL: a mail server; without it mails stay in the mailbox. */
  readonly smtpUrl: string | undefined;
  /** MAIL_FROM: the address that mails come from. */
  readonly mailFrom: string | undefined;
}

/** A variable that cannot be used. The message never repeats a value that may hold a password. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const PORTS = 50;
const MAX_PORT = 65_535;

/** Reads the variables; empty is the same as absent. Throws EnvironmentError. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const get = (name: string) => variables[name]?.trim() || undefined;
  return {
    dataDir: resolve(get('SIXPENCE_DATA_DIR') ?? '.sixpence'),
    firstPort: readPort(get('SIXPENCE_PORT') ?? '4600'),
    host: get('SIXPENCE_HOST') ?? '127.0.0.1',
    publicUrl: readUrl('SIXPENCE_PUBLIC_URL', get('SIXPENCE_PUBLIC_URL'), ['http:', 'https:'])?.replace(
      /\/+$/,
      '',
    ),
    databaseUrl: readUrl('DATABASE_URL', get('DATABASE_URL'), ['postgres:', 'postgresql:']),
    rpcUrls: readUrls('EVM_RPC_URL', get('EVM_RPC_URL')),
    smtpUrl: readUrl('SMTP_URL', get('SMTP_URL'), ['smtp:', 'smtps:']),
    mailFrom: get('MAIL_FROM'),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= MAX_PORT - PORTS + 1) return port;
  throw new EnvironmentError(
    `SIXPENCE_PORT must be a number from 1 to ${MAX_PORT - PORTS + 1}, not "${text}"`,
  );
}

function readUrl(name: string, text: string | undefined, protocols: readonly string[]): string | undefined {
  if (text === undefined) return undefined;
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new EnvironmentError(`${name} must be an address that begins with ${protocols.join('// or ')}//`);
}

function readUrls(name: string, text: string | undefined): readonly string[] | undefined {
  const urls = text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (urls?.length === 0) throw new EnvironmentError(`${name} names no address`);
  for (const url of urls ?? []) readUrl(name, url, ['http:', 'https:']);
  return urls;
}

import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Java } from './java.js';

const run = promisify(execFile);

const WITHIN_MS = 60_000;
const VALID_DAYS = 30;
const ALIAS = 'broker';
/** A key store must have one; what protects the key is its folder, which is its owner's alone. */
const PASSWORD = 'sixpence';

/** A broker's key with its certificate, and what to believe it by. */
export interface KeyStore {
  readonly file: string;
  readonly password: string;
  /** The certificate as a PEM file; it is its own authority. */
  readonly authority: string;
}

/** The key of a broker on 127.0.0.1 in `folder`, made by Java's own keytool when it is missing. Whole or not at all. */
export async function keyStore(folder: string, java: Java): Promise<KeyStore> {
  const kept = join(folder, 'tls');
  const store = {
    file: join(kept, 'broker.p12'),
    password: PASSWORD,
    authority: join(kept, 'authority.pem'),
  };
  if (await exists(kept)) return store;
  const aside = join(folder, 'making-tls');
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const which = ['-alias', ALIAS, '-keystore', join(aside, 'broker.p12'), '-storepass', PASSWORD];
  const keytool = (...args: string[]) =>
    run(join(dirname(java.command), 'keytool'), [...args, ...which], { timeout: WITHIN_MS });
  const key = `-genkeypair -keyalg EC -groupname secp256r1 -storetype PKCS12 -validity ${VALID_DAYS}`;
  const names = '-dname CN=127.0.0.1 -ext san=ip:127.0.0.1,dns:localhost';
  await keytool(...`${key} ${names}`.split(' '));
  await keytool('-exportcert', '-rfc', '-file', join(aside, 'authority.pem'));
  await rename(aside, kept);
  return store;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

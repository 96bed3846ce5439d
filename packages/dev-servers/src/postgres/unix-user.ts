import { readFile } from 'node:fs/promises';

/** Numbers of a user of this machine. */
export interface UnixUser {
  readonly uid: number;
  readonly gid: number;
}

/** The system's own users that PostgreSQL can run as, in order. */
const CANDIDATES = ['postgres', 'nobody'];
/** `nobody` where there is no /etc/passwd to ask. */
const NOBODY: UnixUser = { uid: 65_534, gid: 65_534 };

/** PostgreSQL refuses to run as root: the user to run it as instead, or undefined when we are not root. */
export async function unprivilegedUser(): Promise<UnixUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const users = new Map(passwd.split('\n').map((line) => [line.split(':')[0] ?? '', line.split(':')]));
  for (const name of CANDIDATES) {
    const [, , uid, gid] = users.get(name) ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return NOBODY;
}

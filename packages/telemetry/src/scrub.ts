/** What stands in a log where a secret stood. */
const REMOVED = '[removed]';
/** Deeper than this nothing is logged: a log line is a bounded thing. */
const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_TEXT_LENGTH = 10_000;

/** Names whose values are never logged, compared by how they end once case, `-` and `_` are gone: `adminToken`, `x-api-key`. */
const SECRET_NAME_ENDINGS = [
  'authorization',
  'cookie',
  'apikey',
  'privatekey',
  'secretkey',
  'secret',
  'token',
  'password',
  'passwd',
  'passphrase',
  'mnemonic',
  'credentials',
];

/** Keys of ours (`sk_live_…`), signing secrets (`whsec_…`) and bearer tokens, wherever they stand in a text. */
const SECRET_TEXT = /\b(sk_(?:test|live)_|whsec_|bearer\s+)[\w+/=.~-]+/gi;
/** The user part of an address: `postgresql://user:password@host`. */
const URL_CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi;

/** Whether a property of that name holds a secret. */
function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_]/g, '');
  return SECRET_NAME_ENDINGS.some((ending) => plain.endsWith(ending));
}

/** The text without keys of ours, bearer tokens and credentials in addresses; cut at 10,000 characters. */
export function scrubText(text: string): string {
  return text
    .slice(0, MAX_TEXT_LENGTH)
    .replace(URL_CREDENTIALS, `$1${REMOVED}@`)
    .replace(SECRET_TEXT, `$1${REMOVED}`);
}

/** A copy that is safe to log: secrets out by name and by look, bigints as text, errors as type, message and stack, depth and size bounded. */
export function scrubValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[too deep]';
  if (value instanceof Date) return value;
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => scrubValue(entry, depth + 1));
  return scrubObject(value, depth);
}

function scrubObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, entry]) => [
      name,
      isSecretName(name) && entry != null ? REMOVED : scrubValue(entry, depth + 1),
    ]),
  );
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubText(error.message),
    stack: error.stack === undefined ? undefined : scrubText(error.stack),
    ...scrubObject(error, depth),
    ...(error.cause === undefined ? {} : { cause: scrubValue(error.cause, depth + 1) }),
  };
}

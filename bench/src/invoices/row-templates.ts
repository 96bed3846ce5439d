import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/** The tables of one creation, with what is put into each column: the order in which the statement takes its values. */
export interface RowTemplate {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly values: readonly (string | null)[];
  readonly invoiceId: string;
  readonly eventId: string;
  readonly key: string;
}

const tables = ['invoices', 'outbox', 'idempotency_keys'] as const;
/** These the database gives: the relay needs them to be the writing transaction's own. */
const givenByDatabase = new Set(['epoch', 'txid', 'day', 'id/outbox', 'created_at/outbox']);

type Row = Readonly<Record<string, string | null>>;

/** Reads what core wrote for its newest invoice, every column as text. */
export async function readTemplate(client: pg.Client): Promise<RowTemplate> {
  const newest = await client.query<{ id: string }>('select max(id) as id from invoices');
  const id = newest.rows[0]?.id;
  const invoice = await readRow(client, 'invoices', 'id = $1', id);
  const event = await readRow(client, 'outbox', 'key = $1', id);
  const answer = await readRow(client, 'idempotency_keys', 'position($1 in answer) > 0', id);
  const rows = { invoices: invoice, outbox: event, idempotency_keys: answer };
  const columns = Object.fromEntries(
    tables.map((table) => [
      table,
      Object.keys(rows[table]).filter(
        (name) => !givenByDatabase.has(name) && !givenByDatabase.has(`${name}/${table}`),
      ),
    ]),
  );
  return {
    columns,
    values: tables.flatMap((table) => (columns[table] ?? []).map((column) => rows[table][column] ?? null)),
    invoiceId: String(invoice['id']),
    eventId: String(event['event_id']),
    key: String(answer['key']),
  };
}

async function readRow(
  client: pg.Client,
  table: string,
  condition: string,
  invoiceId: string | undefined,
): Promise<Row> {
  const named = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  const columns = named.rows.map(({ name }) => `"${name}"::text`);
  const { rows } = await client.query<Row>(`select ${columns.join(', ')} from ${table} where ${condition}`, [
    invoiceId,
  ]);
  const [row] = rows;
  if (!row) throw new Error(`core wrote nothing into ${table}`);
  return row;
}

/** The values of another creation like it: new ids wherever the old ones stand, everything else the same. */
export function valuesLike({ values, invoiceId, eventId, key }: RowTemplate): (string | null)[] {
  const nextInvoiceId = idLike(invoiceId);
  const nextEventId = idLike(eventId);
  return values.map((value) => {
    if (value === key) return crypto.randomUUID();
    return value?.replaceAll(invoiceId, nextInvoiceId).replaceAll(eventId, nextEventId) ?? null;
  });
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const timeCharacters = 10;
const randomCharacters = 16;

/** A new TypeID: 10 characters of time, so that ids arrive in the order of the index, as core's do, and 16 random ones. */
function idLike(id: string): string {
  const prefix = id.slice(0, id.indexOf('_'));
  let time = Date.now();
  let text = '';
  for (let place = 0; place < timeCharacters; place += 1) {
    text = alphabet.charAt(time % alphabet.length) + text;
    time = Math.floor(time / alphabet.length);
  }
  for (const byte of randomBytes(randomCharacters)) text += alphabet.charAt(byte % alphabet.length);
  return `${prefix}_${text}`;
}

import type { Sql } from '@sixpence/postgres';
import { sql } from '@sixpence/postgres';
import type { BusEvent } from '@sixpence/schemas';

/** A row of the table that the consumers write to. */
export interface EffectRow {
  readonly eventId: string;
  readonly invoiceId: string;
  readonly at: string;
  readonly service: string;
  readonly type: string;
  readonly sequence: number;
  /** JSON text. */
  readonly data: string;
}

/** What is written for an event: what admin's timeline keeps of it. */
export function effectOf(event: BusEvent): EffectRow {
  const { object } = event.data as { object: { invoiceId: string } };
  return {
    eventId: event.id,
    invoiceId: object.invoiceId,
    at: event.time,
    service: event.source.slice(event.source.lastIndexOf('/') + 1),
    type: event.type,
    sequence: event.sequence,
    data: JSON.stringify(event.data),
  };
}

/** Many rows by one statement: the same on both sides. */
export const insertEffects = (rows: readonly EffectRow[]): Sql => sql`
  insert into effects (event_id, invoice_id, at, service, type, sequence, data)
  select * from unnest(
    ${rows.map((row) => row.eventId)}::text[], ${rows.map((row) => row.invoiceId)}::text[],
    ${rows.map((row) => row.at)}::timestamptz[], ${rows.map((row) => row.service)}::text[],
    ${rows.map((row) => row.type)}::text[], ${rows.map((row) => row.sequence)}::integer[],
    ${rows.map((row) => row.data)}::jsonb[])`;

import { empty, sql } from '@sixpence/postgres';
import type { Queries, Tx } from '@sixpence/postgres';
import type { Owner } from '../endpoints/endpoint.js';
import type { DeliveryRow } from './delivery.js';

const columns = sql`id, endpoint_id, store_id, livemode, event_id, event_type, invoice_id, body, status, attempts,
  attempt_count, next_attempt_at, version, created_at, updated_at`;

/** A delivery that this process may send now, with where to and what to sign it with. */
export interface ClaimedDelivery extends DeliveryRow {
  readonly url: string;
  readonly sealed_secret: string;
}

export async function insertDeliveries(tx: Tx, rows: readonly DeliveryRow[]): Promise<void> {
  for (const row of rows) {
    await tx.execute(
      sql`insert into deliveries (id, endpoint_id, store_id, livemode, event_id, event_type, invoice_id, body,
                                  next_attempt_at, created_at, updated_at)
          values (${row.id}, ${row.endpoint_id}, ${row.store_id}, ${row.livemode}, ${row.event_id}, ${row.event_type},
                  ${row.invoice_id}, ${row.body}, ${row.next_attempt_at}, ${row.created_at}, ${row.updated_at})
          on conflict (endpoint_id, event_id) do nothing`,
      { name: 'webhooks-insert-delivery' },
    );
  }
}

/** A claim on what is due. `inFlight` tells how many this process is sending already, by endpoint. */
export interface Claim {
  readonly token: string;
  readonly leaseMs: number;
  readonly limit: number;
  readonly perEndpoint: number;
  readonly inFlight: ReadonlyMap<string, number>;
}

/**
 * Takes what is due, at most `perEndpoint` of each endpoint with those in flight, and leases it for `leaseMs` to `token`. Of an
 * endpoint and invoice, a delivery waits until the earlier ones had their first attempt: so all goes in order while the
 * endpoint takes it, and one that fails is passed by after its first failure.
 */
export const claimDue = (db: Queries, claim: Claim): Promise<ClaimedDelivery[]> =>
  db.query<ClaimedDelivery>(
    sql`
    with chosen as (
      select due.id
        from endpoints e
        left join unnest(${[...claim.inFlight.keys()]}::text[], ${[...claim.inFlight.values()]}::integer[]) as flying (id, count)
          on flying.id = e.id
        cross join lateral (
          select d.id, d.next_attempt_at
            from deliveries d
           where d.endpoint_id = e.id and d.status = 'pending' and d.next_attempt_at <= now()
             and (d.leased_until is null or d.leased_until < now())
             and not exists (
               select from deliveries earlier
                where earlier.endpoint_id = d.endpoint_id and earlier.invoice_id = d.invoice_id
                  and earlier.status = 'pending' and earlier.id < d.id
                  and (earlier.attempt_count = 0 or earlier.leased_until >= now()))
           order by d.next_attempt_at, d.id
           limit greatest(0, ${claim.perEndpoint}::integer - coalesce(flying.count, 0))
             for update of d skip locked
        ) due
       where e.enabled
       order by due.next_attempt_at
       limit ${claim.limit}
    )
    update deliveries d
       set lease_token = ${claim.token}, leased_until = now() + make_interval(secs => ${claim.leaseMs / 1_000})
      from chosen, endpoints e
     where d.id = chosen.id and e.id = d.endpoint_id
    returning d.id, d.endpoint_id, d.store_id, d.livemode, d.event_id, d.event_type, d.invoice_id, d.body, d.status,
              d.attempts, d.attempt_count, d.next_attempt_at, d.version, d.created_at, d.updated_at, e.url, e.sealed_secret`,
    { name: 'webhooks-claim' },
  );

/** Writes down an attempt. False when the lease is another's by now, or the endpoint was deleted: then nothing is written. */
export async function saveAttempt(tx: Tx, row: DeliveryRow, token: string): Promise<boolean> {
  const saved = await tx.execute(
    sql`update deliveries
           set status = ${row.status}, attempts = ${JSON.stringify(row.attempts)}::jsonb, attempt_count = ${row.attempt_count},
               next_attempt_at = ${row.next_attempt_at}, version = ${row.version}, updated_at = ${row.updated_at},
               lease_token = null, leased_until = null
         where id = ${row.id} and lease_token = ${token}`,
    { name: 'webhooks-save-attempt' },
  );
  return saved === 1;
}

/** Keeps what is being sent leased for another `leaseMs`. */
export async function renewClaims(db: Queries, token: string, leaseMs: number): Promise<void> {
  await db.execute(
    sql`update deliveries set leased_until = now() + make_interval(secs => ${leaseMs / 1_000}) where lease_token = ${token}`,
    { name: 'webhooks-renew-claims' },
  );
}

/** Gives back what was claimed and not sent: the application ends. */
export async function releaseClaims(db: Queries, token: string): Promise<void> {
  await db.execute(
    sql`update deliveries set lease_token = null, leased_until = null where lease_token = ${token}`,
  );
}

/** How long until something is due again, in milliseconds; undefined when nothing is pending. */
export async function untilNextMs(db: Queries): Promise<number | undefined> {
  const { wait } = await db.one<{ wait: number | null }>(sql`
    select (extract(epoch from min(greatest(d.next_attempt_at, d.leased_until)) - clock_timestamp()) * 1000)::float8 as wait
      from deliveries d join endpoints e on e.id = d.endpoint_id and e.enabled
     where d.status = 'pending'`);
  return wait ?? undefined;
}

/** Which deliveries are asked for. */
export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly invoiceId?: string | undefined;
}

/** The newest first, those after `before`. */
export const deliveriesOf = (
  db: Queries,
  { storeId, livemode }: Owner,
  filter: DeliveryFilter,
  page: { before: string | undefined; limit: number },
): Promise<DeliveryRow[]> =>
  db.query<DeliveryRow>(sql`
    select ${columns} from deliveries
     where store_id = ${storeId} and livemode = ${livemode}
       ${page.before === undefined ? empty : sql`and id < ${page.before}`}
       ${filter.endpointId === undefined ? empty : sql`and endpoint_id = ${filter.endpointId}`}
       ${filter.eventId === undefined ? empty : sql`and event_id = ${filter.eventId}`}
       ${filter.invoiceId === undefined ? empty : sql`and invoice_id = ${filter.invoiceId}`}
     order by id desc limit ${page.limit}`);

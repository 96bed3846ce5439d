import { Module } from '@nestjs/common';
import { assetBySymbol, networkOf } from '@sixpence/chains';
import { Outbox } from '@sixpence/event-bus';
import type { NewEvent } from '@sixpence/event-bus';
import { amountDueUp, formatUnits, parseDecimal, valueFromCurrency } from '@sixpence/money';
import { openDatabase, sql } from '@sixpence/postgres';
import type { Database } from '@sixpence/postgres';
import { invoiceCreated, newId } from '@sixpence/schemas';
import type { BusEvent, Invoice } from '@sixpence/schemas';
import { createServiceApp, ServiceModule, serviceSchema } from '@sixpence/service-host';
import { createLogger } from '@sixpence/telemetry';
import { testDatabase, testTransport, until } from '@sixpence/testkit';
import { SweepReceivedEvents } from '../src/events/sweep-received-events.js';
import { ReceivedEventsConsumer } from '../src/events/received-events.consumer.js';
import { ApplyPayment } from '../src/invoices/apply-payment.js';
import { CancelInvoice } from '../src/invoices/cancel-invoice.js';
import { ChangeInvoice } from '../src/invoices/change-invoice.js';
import { ExpireInvoices } from '../src/invoices/expire-invoices.js';
import { toInvoice } from '../src/invoices/invoice-object.js';
import type { InvoiceRow, StoredMethod } from '../src/invoices/invoice-row.js';
import { InvoicesConsumer } from '../src/invoices/invoices.consumer.js';
import { journalsOf } from '../src/ledger/ledger.store.js';
import { CORE_OPTIONS } from '../src/options.js';
import type { CoreOptions } from '../src/options.js';
import { paymentsOf } from '../src/payments/payments.store.js';
import { startPayments } from './payments-stand-in.js';
import type { PaymentsStandIn } from './payments-stand-in.js';

export const devChain = 'eip155:31337';
const checkoutUrl = 'http://127.0.0.1:4600/checkout';
const place = serviceSchema('core', new URL('../migrations/', import.meta.url));

/** What the rules of core run as, without its HTTP faces: real PostgreSQL, a real bus, and the other side of it. */
export interface RulesCore {
  readonly db: Database;
  /** The schema's owner, who may do what the service's role may not. */
  readonly owner: Database;
  readonly payments: PaymentsStandIn;
  readonly cancelInvoice: CancelInvoice;
  readonly expireInvoices: ExpireInvoices;
  /** An invoice over that many dollars, told on the bus as if it had been asked for over HTTP. */
  createInvoice(options?: Partial<NewInvoice>): Promise<Invoice>;
  invoice(id: string): Promise<Invoice>;
  /** Waits until an invoice has that status. */
  reaches(id: string, status: Invoice['status']): Promise<Invoice>;
  /** The invoice's own events, oldest first. */
  events(id: string): Promise<BusEvent<{ object: Invoice; previous?: { status: string } }>[]>;
  /** `kind symbol` → amount, of what is not zero. */
  balances(invoiceId: string): Promise<Record<string, string>>;
  journals(invoiceId: string): Promise<{ id: string; type: string; reverses: string | null }[]>;
  close(): Promise<void>;
}

export interface NewInvoice {
  readonly amount: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly monitoringUntil: Date;
}

@Module({
  controllers: [InvoicesConsumer, ReceivedEventsConsumer],
  providers: [ApplyPayment, CancelInvoice, ChangeInvoice, ExpireInvoices, SweepReceivedEvents],
})
class RulesModule {}

/** Starts it on a database of its own, with a role that has no more rights than the service has. */
export async function startRulesCore(): Promise<RulesCore> {
  const database = await testDatabase();
  const role = `core_${database.name}`;
  await place.migrate({ url: database.url, role });
  const open = (as?: string) =>
    openDatabase({ url: database.url, schema: 'core', role: as, poolSize: 4, applicationName: 'test' });
  const db = open(role);
  const owner = open();
  const transport = await testTransport();
  const payments = await startPayments(database.url, transport);
  const logger = createLogger('core', { level: process.env['LOG_LEVEL'] ?? 'silent' });
  const options: CoreOptions = {
    databaseUrl: database.url,
    databaseRole: role,
    databasePoolSize: 4,
    host: '127.0.0.1',
    port: 0,
    checkoutUrl,
    chains: [devChain],
    rateLimit: { perSecond: 100, burst: 1_000 },
    transport,
    logger,
  };
  let made: { cancelInvoice: CancelInvoice; expireInvoices: ExpireInvoices; outbox: Outbox } | undefined;
  const app = await createServiceApp(
    'core',
    options,
    () => ({ module: RulesModule, imports: [ServiceModule.register(CORE_OPTIONS, options, place, logger)] }),
    {
      prepare: async (nest) => {
        await nest.init();
        made = {
          cancelInvoice: nest.get(CancelInvoice),
          expireInvoices: nest.get(ExpireInvoices),
          outbox: nest.get(Outbox),
        };
      },
    },
  );
  if (!made) throw new Error('the application was not prepared');
  const { cancelInvoice, expireInvoices, outbox } = made;

  const rowOf = (id: string) => db.one<InvoiceRow>(sql`select * from invoices where id = ${id}`);
  const invoice = async (id: string) => {
    const row = await rowOf(id);
    return toInvoice(row, (await paymentsOf(db, [id])).get(id) ?? [], { checkoutUrl });
  };
  return {
    db,
    owner,
    payments,
    cancelInvoice,
    expireInvoices,
    createInvoice: (wanted) => createInvoice(db, outbox, wanted),
    invoice,
    reaches: (id, status) =>
      until(
        async () => {
          const now = await invoice(id);
          return now.status === status && now;
        },
        { what: `${id} to be ${status}` },
      ),
    events: async (id) => {
      const rows = await db.query<{ envelope: BusEvent<{ object: Invoice }> }>(
        sql`select envelope from outbox where stream = 'invoice' and key = ${id} order by version`,
      );
      return rows.map(({ envelope }) => envelope);
    },
    balances: async (id) => {
      const rows = await db.query<{ name: string; amount: string }>(sql`
        select a.kind || ' ' || split_part(a.asset, '/', 2) as name, sum(p.amount)::text as amount
          from journals j join postings p on p.journal_id = j.id join accounts a on a.id = p.account_id
         where j.invoice_id = ${id}
         group by 1 having sum(p.amount) <> 0`);
      return Object.fromEntries(
        rows.map(({ name, amount }) => [
          name.replace(/slip44:.*/, 'ETH').replace(/erc20:.*/, 'USDC'),
          amount,
        ]),
      );
    },
    journals: async (id) =>
      ((await journalsOf(db, [id])).get(id) ?? []).map((journal) => ({
        id: journal.id,
        type: journal.type,
        reverses: journal.reverses,
      })),
    async close() {
      await app.close();
      await payments.close();
      await transport.close();
      await Promise.all([db.close(), owner.close()]);
      await database.close();
    },
  };
}

const rates: Readonly<Record<string, string>> = { ETH: '3000', USDC: '1' };

async function createInvoice(
  db: Database,
  outbox: Outbox,
  wanted: Partial<NewInvoice> = {},
): Promise<Invoice> {
  const { amount = '25.00', createdAt = new Date() } = wanted;
  const { expiresAt = new Date(createdAt.getTime() + 900_000) } = wanted;
  const { monitoringUntil = new Date(expiresAt.getTime() + 86_400_000) } = wanted;
  const id = newId('inv');
  const units = parseDecimal(amount, 2);
  const row = {
    id,
    store_id: 'sto_test',
    livemode: false,
    status: 'new',
    exceptions: [],
    amount: units.toString(),
    currency: 'USD',
    currency_decimals: 2,
    paid_value: '0',
    order_id: null,
    description: null,
    customer: null,
    redirect_url: null,
    cancel_url: null,
    metadata: {},
    methods: ['ETH', 'USDC'].map((symbol) => methodOf(symbol, units, createdAt)),
    created_at: createdAt,
    updated_at: createdAt,
    expires_at: expiresAt,
    monitoring_until: monitoringUntil,
    canceled_at: null,
    expired_at: null,
    settled_at: null,
    receipt_email_requested_at: null,
    version: 1,
    event_sequence: 1,
  } satisfies InvoiceRow;
  const object = toInvoice(row, [], { checkoutUrl });
  const created: NewEvent = {
    definition: invoiceCreated,
    key: id,
    version: 1,
    storeId: row.store_id,
    livemode: row.livemode,
    data: { object },
  };
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into invoices (id, store_id, livemode, status, amount, currency, currency_decimals, methods,
                            created_at, updated_at, expires_at, monitoring_until)
      values (${id}, ${row.store_id}, false, 'new', ${row.amount}, 'USD', 2, ${JSON.stringify(row.methods)},
              ${createdAt}, ${createdAt}, ${expiresAt}, ${monitoringUntil})`);
    await outbox.append(tx, created);
  });
  return object;
}

function methodOf(symbol: string, units: bigint, createdAt: Date): StoredMethod {
  const network = networkOf(devChain);
  const asset = network && assetBySymbol(network, symbol);
  const rate = rates[symbol];
  if (!asset || !rate) throw new Error(`there is no ${symbol} on the dev chain`);
  const due = amountDueUp(valueFromCurrency(units, 2), asset.decimals, asset.payDecimals, rate);
  return {
    id: newId('pm'),
    type: 'address',
    asset: asset.asset,
    chain: devChain,
    symbol,
    decimals: asset.decimals,
    address: '0x00000000000000000000000000000000000000aA',
    amount: formatUnits(due, asset.decimals),
    rate,
    uri: 'ethereum:',
    derivation: { factory: '0x01', initCodeHash: '0x02', treasury: '0x03', salt: '0x04' },
    payDecimals: asset.payDecimals,
    minAmount: '0.001',
    rateAt: createdAt.toISOString(),
  };
}

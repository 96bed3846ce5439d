/**
 * A member of the group that books: of every store's event it writes an effect and a balanced pair of postings, through its inbox.
 * Run by itself it is a process of that service, with the variables that every service has; a test may also start one inside itself.
 */
import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Inbox, PermanentError, busMigrations } from '@sixpence/event-bus';
import { sql } from '@sixpence/postgres';
import type { Tx } from '@sixpence/postgres';
import { storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import {
  ServiceModule,
  createServiceApp,
  optionsFrom,
  readVariables,
  runService,
  serviceSchema,
  serviceVariables,
} from '@sixpence/service-host';
import type { ServiceOptions } from '@sixpence/service-host';

/** What a booker tells of an event: when its handler begins, and what came of it. */
export interface BookerReport {
  readonly event: string;
  readonly what: 'began' | 'done' | 'duplicate' | 'failed';
}

/** How a booker behaves. */
export interface Booking {
  /** Its name beside each effect. */
  readonly member: string;
  /** Whether its handler takes the events of a partition together, in one transaction. */
  readonly batch: boolean;
  /** While it is pending, handlers that begin wait for it. */
  readonly gate: () => Promise<void>;
  readonly report: (report: BookerReport) => void;
}

const OPTIONS = Symbol('faults.booker-options');
const place = { ...serviceSchema('webhooks', busMigrations), directories: { bus: busMigrations } };

/** A controller's class. Node strips types and knows no decorators, so they are applied by hand. */
function booksOf({ member, batch, gate, report }: Booking) {
  class Books {
    readonly #inbox: Inbox;
    constructor(inbox: Inbox) {
      this.#inbox = inbox;
    }

    book(event: BusEvent): Promise<void> {
      return attempt([event], async (fresh) => {
        await this.#inbox.once(event, (tx) => fresh(tx, [event]));
      });
    }

    bookAll(events: BusEvent[]): Promise<void> {
      return attempt(events, async (fresh) => {
        await this.#inbox.onceEach(events, fresh);
      });
    }
  }

  /** Runs a handler's work, and tells of each event what became of it. */
  const attempt = async (
    events: readonly BusEvent[],
    work: (fresh: (tx: Tx, events: readonly BusEvent[]) => Promise<void>) => Promise<void>,
  ): Promise<void> => {
    const beganAt = new Date();
    const done = new Set<string>();
    for (const { id } of events) report({ event: id, what: 'began' });
    try {
      await gate();
      for (const event of events) refusePoison(event);
      await work(async (tx, fresh) => {
        for (const event of fresh) {
          await write(tx, event, beganAt);
          done.add(event.id);
        }
      });
      for (const { id } of events) report({ event: id, what: done.has(id) ? 'done' : 'duplicate' });
    } catch (error) {
      for (const { id } of events) report({ event: id, what: 'failed' });
      throw error;
    }
  };

  const write = async (tx: Tx, event: BusEvent, beganAt: Date): Promise<void> => {
    await tx.execute(sql`
      with effect as (
        insert into effects (event_id, key, version, member, began_at)
        values (${event.id}, ${event.subject}, ${event.sequence}, ${member}, ${beganAt}))
      insert into postings (event_id, account, amount)
      values (${event.id}, 'bank', ${event.sequence}::integer), (${event.id}, 'sales', -${event.sequence}::integer)`);
  };

  Inject(Inbox)(Books, undefined, 0);
  const name = batch ? 'bookAll' : 'book';
  const method = Object.getOwnPropertyDescriptor(Books.prototype, name);
  if (method === undefined) throw new Error('a class without its method');
  Payload()(Books.prototype, name, 0);
  EventPattern([storeCreated.type, storeUpdated.type], { batch })(Books.prototype, name, method);
  Controller()(Books);
  return Books;
}

function refusePoison({ subject }: BusEvent): void {
  if (subject.startsWith('poison')) throw new PermanentError('poison', 'it can never be booked');
  if (subject.startsWith('failing')) throw new Error('it fails each time');
}

class BookerModule {}
Module({})(BookerModule);

/** Joins the group. */
export const createBooker = (options: ServiceOptions, booking: Booking) =>
  createServiceApp('webhooks', options, (given, logger): DynamicModule => {
    const host = ServiceModule.register(OPTIONS, given, place, logger);
    return { module: BookerModule, imports: [host], controllers: [booksOf(booking)] };
  });

/** The orders of the one that started it: hold what begins from now on, let go of all. */
export interface BookerOrder {
  readonly order: 'hold' | 'release';
}

async function runBooker(): Promise<void> {
  let held = Promise.withResolvers<void>();
  if (process.env['FAULTS_HELD'] === undefined) held.resolve();
  process.on('message', ({ order }: BookerOrder) => {
    if (order === 'release') held.resolve();
    else held = Promise.withResolvers<void>();
  });
  const booking: Booking = {
    member: process.env['FAULTS_MEMBER'] ?? '',
    batch: process.env['FAULTS_BATCH'] !== undefined,
    gate: () => held.promise,
    report: (report) => void process.send?.(report),
  };
  await runService({
    place,
    readEnv: (env) => ({
      options: optionsFrom(readVariables(serviceVariables(0), env)),
      migrates: false,
    }),
    create: (options: ServiceOptions) => createBooker(options, booking),
  });
}

if (import.meta.main) await runBooker();

import type { Database } from '@sixpence/postgres';
import { ConsumerGroup, storeCreated, storeUpdated } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { createLogger } from '@sixpence/telemetry';
import { BusStrategy, Inbox } from '../src/index.js';
import type { BusContext, RetryPolicy, Transport } from '../src/index.js';
import { noteEffect } from './store-events.js';

export const silent = createLogger('test', { level: 'silent' });

export interface TestGroupOptions {
  readonly db: Database;
  readonly transport: Transport;
  readonly group?: ConsumerGroup;
  readonly retry?: Partial<RetryPolicy>;
  /** What happens before the effect: wait, throw. */
  readonly before?: (event: BusEvent, context: BusContext) => Promise<void> | void;
  readonly onGaps?: (partitions: number) => void;
}

/** A consumer group that has its effect of every event of a store, through its inbox. */
export async function joinGroup({
  db,
  transport,
  group = ConsumerGroup.webhooks,
  retry,
  before,
  onGaps,
}: TestGroupOptions): Promise<BusStrategy> {
  const strategy = new BusStrategy({ service: group, group, transport, db, logger: silent, retry, onGaps });
  const inbox = new Inbox(db, group);
  for (const { type } of [storeCreated, storeUpdated]) {
    strategy.addHandler(
      type,
      async (event: BusEvent, context?: BusContext) => {
        await before?.(event, context!);
        await inbox.once(event, noteEffect(group, event));
      },
      true,
    );
  }
  await listen(strategy);
  return strategy;
}

/** Joins, as Nest does when the application starts. */
export const listen = (strategy: BusStrategy): Promise<void> =>
  new Promise((resolve, reject) => {
    strategy.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });

import type { KeyLanes } from '../in-process/key-lanes.js';
import { StoppingError } from '../transport/transport.js';
import type { BusRecord, Consumer, PartitionOwner } from '../transport/transport.js';

export interface RecordHandling {
  readonly consumer: Consumer;
  readonly lanes: KeyLanes;
  readonly stopping: readonly AbortSignal[];
  readonly owner: PartitionOwner | undefined;
}

/**
 * Has the effect of records of one partition: in one call where one handler takes them all together, else key beside key, each key in
 * order. Rejects when one of them has neither had its effect nor is parked, once all have ended.
 */
export async function handleRecords(
  { consumer, lanes, stopping, owner }: RecordHandling,
  records: readonly BusRecord[],
): Promise<void> {
  if (records.length === 0) return;
  if (await consumer.handleTogether?.(records, stopping, owner)) return;
  const handled = await Promise.allSettled(
    records.map((record) =>
      lanes.run(`${record.stream}\u0000${record.key}`, async () => {
        if (stopping.some(({ aborted }) => aborted)) throw new StoppingError();
        await consumer.handle(record, stopping, owner);
      }),
    ),
  );
  // All have ended by now: what comes again meets nothing of itself.
  const failed = handled.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason as Error;
}

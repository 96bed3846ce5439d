import { StoppingError } from '../transport/transport.js';
import type { KafkaProducer, KafkaRecord } from './kafka-client.js';
import { pauseUnless } from './pause-unless.js';

/** Writes records, each partition's one after the other. */
export interface PartitionWriter {
  /**
   * Resolves once the broker has the record for good. It is tried for ever; rejects with StoppingError only when `signal`
   * aborts first, and whether the record is written is then unknown.
   */
  write(topic: string, partition: number, record: KafkaRecord, signal: AbortSignal): Promise<void>;
  /** Ends what waits, and lets go of the producer. */
  close(): Promise<void>;
}

export interface PartitionWriterOptions {
  readonly producer: () => Promise<KafkaProducer>;
  /** Hears of each failure; the batch is tried again afterwards. */
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  readonly record: KafkaRecord;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A batch stays far below what a broker takes at once (1 MiB). */
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 512 * 1024;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

/**
 * One send in flight per partition, of that partition's records alone; after a failure the very same batch again, never the
 * next or a longer one: clients were seen to lose acknowledged records otherwise. What waits meanwhile is bounded by the
 * callers, who all wait for their records.
 */
export function createPartitionWriter(options: PartitionWriterOptions): PartitionWriter {
  const queues = new Map<string, Waiting[]>();
  const closing = new AbortController();
  let producing: Promise<KafkaProducer> | undefined;

  const producer = (): Promise<KafkaProducer> => {
    producing ??= options.producer().catch((error: unknown) => {
      producing = undefined;
      throw error;
    });
    return producing;
  };

  const drain = async (name: string, topic: string, partition: number, queue: Waiting[]): Promise<void> => {
    // What is written in the same turn travels together.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = nextBatch(queue);
      if (batch.length > 0) await send(topic, partition, batch);
    }
    queues.delete(name);
  };

  const send = async (topic: string, partition: number, batch: readonly Waiting[]): Promise<void> => {
    const records = batch.map(({ record }) => record);
    const nobodyWaits = (): boolean => closing.signal.aborted || batch.every(({ signal }) => signal.aborted);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
      try {
        await (await producer()).send(topic, partition, records);
        for (const { resolve } of batch) resolve();
        return;
      } catch (error) {
        options.onError(error);
      }
      if (!nobodyWaits())
        await pauseUnlessAll(
          pauseMs,
          batch.map(({ signal }) => signal),
          closing.signal,
        );
      if (nobodyWaits()) {
        for (const { reject } of batch) reject(new StoppingError());
        return;
      }
    }
  };

  return {
    write(topic, partition, record, signal) {
      if (signal.aborted || closing.signal.aborted) return Promise.reject(new StoppingError());
      return new Promise((resolve, reject) => {
        const name = `${topic}/${partition}`;
        const waiting = queues.get(name);
        const entry = { record, signal, resolve, reject };
        if (waiting !== undefined) return void waiting.push(entry);
        const queue = [entry];
        queues.set(name, queue);
        void drain(name, topic, partition, queue);
      });
    },
    async close() {
      closing.abort();
      for (const queue of queues.values())
        for (const { reject } of queue.splice(0)) reject(new StoppingError());
      const open = await producing?.catch(() => undefined);
      await open?.close();
    },
  };
}

/** Takes what is sent together out of the queue; what nobody waits for any more goes nowhere. */
function nextBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  while (queue[0] !== undefined && batch.length < MAX_BATCH_RECORDS) {
    const size = queue[0].record.value.length;
    if (batch.length > 0 && bytes + size > MAX_BATCH_BYTES) break;
    const entry = queue.shift() as Waiting;
    if (entry.signal.aborted) entry.reject(new StoppingError());
    else {
      batch.push(entry);
      bytes += size;
    }
  }
  return batch;
}

/** Resolves after that time, or when all of `each` or `closing` have aborted. */
async function pauseUnlessAll(ms: number, each: AbortSignal[], closing: AbortSignal): Promise<void> {
  const over = new AbortController();
  // The relay's signal lives as long as the relay: what listens to it must go again.
  const listening = new AbortController();
  const look = (): void => {
    if (closing.aborted || each.every((signal) => signal.aborted)) over.abort();
  };
  for (const signal of new Set([...each, closing]))
    signal.addEventListener('abort', look, { signal: listening.signal });
  await pauseUnless(ms, over.signal);
  listening.abort();
}

import { StoppingError } from '../transport/transport.js';
import type { KafkaProducer, KafkaRecord } from './kafka-client.js';
import { pauseUnless } from '../waiting/pause-unless.js';

/** Writes records, each partition's one after the other. */
export interface PartitionWriter {
  /**
   * Resolves once the broker has the records for good. They are tried for ever; rejects with StoppingError only when `signal`
   * aborts first, and whether they are written is then unknown.
   */
  write(
    topic: string,
    partition: number,
    records: readonly KafkaRecord[],
    signal: AbortSignal,
  ): Promise<void>;
  /** Ends what waits, and lets go of the producer. */
  close(): Promise<void>;
}

export interface PartitionWriterOptions {
  readonly producer: () => Promise<KafkaProducer>;
  /** Hears of each failure; the batch is tried again afterwards. */
  readonly onError: (error: unknown) => void;
}

/** Records that travel together. */
interface Part {
  readonly records: readonly KafkaRecord[];
  readonly bytes: number;
}

interface Waiting extends Part {
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
    const records = batch.flatMap((waiting) => waiting.records);
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

  const enqueue = (topic: string, partition: number, part: Part, signal: AbortSignal): Promise<void> => {
    if (signal.aborted || closing.signal.aborted) return Promise.reject(new StoppingError());
    return new Promise((resolve, reject) => {
      const name = `${topic}/${partition}`;
      const waiting = queues.get(name);
      const entry = { ...part, signal, resolve, reject };
      if (waiting !== undefined) return void waiting.push(entry);
      const queue = [entry];
      queues.set(name, queue);
      void drain(name, topic, partition, queue);
    });
  };

  return {
    async write(topic, partition, records, signal) {
      await Promise.all(inParts(records).map((part) => enqueue(topic, partition, part, signal)));
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

/** Parts of which each may travel as one batch. */
function inParts(records: readonly KafkaRecord[]): Part[] {
  const parts: { records: KafkaRecord[]; bytes: number }[] = [];
  for (const record of records) {
    const last = parts.at(-1);
    const size = record.value.length;
    if (last === undefined || last.records.length >= MAX_BATCH_RECORDS || last.bytes + size > MAX_BATCH_BYTES)
      parts.push({ records: [record], bytes: size });
    else {
      last.records.push(record);
      last.bytes += size;
    }
  }
  return parts;
}

/** Takes what is sent together out of the queue; what nobody waits for any more goes nowhere. */
function nextBatch(queue: Waiting[]): Waiting[] {
  const batch: Waiting[] = [];
  let records = 0;
  let bytes = 0;
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    const isFull = records + next.records.length > MAX_BATCH_RECORDS || bytes + next.bytes > MAX_BATCH_BYTES;
    if (batch.length > 0 && isFull) break;
    queue.shift();
    if (next.signal.aborted) next.reject(new StoppingError());
    else {
      batch.push(next);
      records += next.records.length;
      bytes += next.bytes;
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

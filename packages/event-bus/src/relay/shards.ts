import { streamPartitions, streams } from '@sixpence/schemas';
import type { ServiceName, Stream } from '@sixpence/schemas';

/**
 * Into how many sets a service's partitions are parted, each published by one relay at a time: as many relays of a service share
 * the work. More would only be more to look after.
 */
export const shardCount = 4;

/** All shards of a service. */
export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** A partition of a stream's topic. */
export interface StreamPartition {
  readonly stream: Stream;
  readonly partition: number;
}

/** The partitions that a service publishes and that are in one of the shards. */
export function partitionsOf(service: ServiceName, shards: readonly number[]): StreamPartition[] {
  const own = Object.entries(streams).filter(([, owner]) => owner === service);
  return own.flatMap(([name]) => {
    const stream = name as Stream;
    return Array.from({ length: streamPartitions[stream] }, (_, partition) => ({
      stream,
      partition,
    })).filter(({ partition }) => shards.includes(partition % shardCount));
  });
}

/** The shards that fall to one of the relays that are there: all count the same way, so no two think of the same. */
export function shardsOf(holder: string, holders: readonly string[]): number[] {
  const place = holders.toSorted().indexOf(holder);
  return place < 0 ? [] : allShards.filter((shard) => shard % holders.length === place);
}

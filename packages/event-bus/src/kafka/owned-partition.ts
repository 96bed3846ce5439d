import type { Placement } from './kafka-client.js';

/** A partition that the group has given us, from then until it takes it back. */
export interface OwnedPartition {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to fetch; undefined until it is known. */
  position: bigint | undefined;
  placement: Placement;
  readonly lost: AbortController;
}

export const partitionName = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Puts the partition at an offset, with the note that was committed with it. */
export function placeAt(owned: OwnedPartition, position: bigint, note: string | undefined): void {
  const { topic, partition, lost } = owned;
  owned.position = position;
  owned.placement = { topic, partition, note, signal: lost.signal };
}

/** The partitions of one consumer. */
export interface OwnedPartitions {
  readonly all: ReadonlyMap<string, OwnedPartition>;
  /**
   * What a rebalance has left us with. With `carryOn` a partition that stays with us goes on where it is; without, nothing
   * stays: another may have had it in between.
   */
  assign(assigned: readonly { topic: string; partitions: readonly number[] }[], carryOn: boolean): void;
}

export function createOwnedPartitions(): OwnedPartitions {
  const all = new Map<string, OwnedPartition>();
  return {
    all,
    assign(assigned, carryOn) {
      const wanted = new Map(
        assigned.flatMap(({ topic, partitions }) =>
          partitions.map((partition) => [partitionName(topic, partition), { topic, partition }] as const),
        ),
      );
      for (const [name, { lost }] of all) {
        if (carryOn && wanted.has(name)) continue;
        lost.abort(new Error('the group gave the partition away'));
        all.delete(name);
      }
      for (const [name, { topic, partition }] of wanted) {
        if (all.has(name)) continue;
        const lost = new AbortController();
        const placement = { topic, partition, note: undefined, signal: lost.signal };
        all.set(name, { topic, partition, position: undefined, placement, lost });
      }
    },
  };
}

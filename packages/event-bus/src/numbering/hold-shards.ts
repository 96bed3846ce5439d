import type { Database } from '@sixpence/postgres';
import { shardsOf } from '../relay/shards.js';
import { announceRelay, leaveRelays, releaseLeases, takeLeases } from './leases.store.js';
import type { ShardLease } from './leases.store.js';

/** The shards of this relay, kept as long as it is there. */
export interface ShardHolder {
  /** Those that are ours now. A new array whenever they change. */
  readonly leases: readonly ShardLease[];
  /** True when what is ours differs from `leases`, or may be another's by now: end the work and `settle`. */
  readonly isChanging: boolean;
  /** Once nothing is in hand: gives back what falls to others, and takes what falls to us. */
  settle(): Promise<void>;
  /** Gives everything back and is there no more. */
  leave(): Promise<void>;
}

export interface HoldShardsOptions {
  readonly db: Database;
  /** A name of this relay alone. */
  readonly holder: string;
  /** How long a relay that died keeps its shards. */
  readonly leaseMs: number;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Announces this relay and renews its leases, three times in a lease's time. The shards are parted among all relays that are
 * there; nobody takes one that another holds until it is given back or its lease is over. Numbering is fenced by the token, so a
 * relay that slept through its lease does no harm.
 */
export function holdShards({ db, holder, leaseMs, onChange, onError }: HoldShardsOptions): ShardHolder {
  let leases: readonly ShardLease[] = [];
  let renewedAtMs = 0;
  let isChanging = false;
  let left = false;
  let renewing: Promise<void> = Promise.resolve();

  /** Says that we are there; gives the shards that fall to us among all who are. */
  const announce = async (): Promise<number[]> => shardsOf(holder, await announceRelay(db, holder, leaseMs));

  const look = async (): Promise<void> => {
    const begunAtMs = performance.now();
    const wanted = await announce();
    const kept = await takeLeases(
      db,
      holder,
      leases.map(({ shard }) => shard),
      leaseMs,
    );
    if (kept.length === leases.length && kept.every((lease) => isAmong(lease, leases)))
      renewedAtMs = begunAtMs;
    else isChanging = true;
    const held = new Set(kept.map(({ shard }) => shard));
    if (wanted.length !== held.size || wanted.some((shard) => !held.has(shard))) isChanging = true;
  };

  const tick = (): void => {
    renewing = renewing.then(async () => {
      if (left) return;
      try {
        await look();
      } catch (error) {
        onError(error);
      }
      if (performance.now() - renewedAtMs > leaseMs) isChanging = true;
      if (isChanging) onChange();
    });
  };
  const timer = setInterval(tick, leaseMs / 3);

  return {
    get leases() {
      return leases;
    },
    get isChanging() {
      return isChanging;
    },
    async settle() {
      await renewing;
      const begunAtMs = performance.now();
      const wanted = await announce();
      const others = leases.filter(({ shard }) => !wanted.includes(shard));
      if (others.length > 0) await releaseLeases(db, others);
      leases = await takeLeases(db, holder, wanted, leaseMs);
      renewedAtMs = begunAtMs;
      isChanging = false;
    },
    async leave() {
      left = true;
      clearInterval(timer);
      await renewing;
      if (leases.length > 0) await releaseLeases(db, leases);
      leases = [];
      await leaveRelays(db, holder, leaseMs);
    },
  };
}

const isAmong = ({ shard, token }: ShardLease, leases: readonly ShardLease[]): boolean =>
  leases.some((lease) => lease.shard === shard && lease.token === token);

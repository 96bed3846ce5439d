const MIX = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * The partition of a key: murmur2 over its UTF-8 bytes, as Kafka's own clients compute it
 * (`org.apache.kafka.common.utils.Utils.murmur2`), so that any producer puts a key where ours does.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;
}

function murmur2(data: Buffer): number {
  const whole = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MIX);
    word ^= word >>> 24;
    hash = Math.imul(hash, MIX) ^ Math.imul(word, MIX);
  }
  for (let at = data.length - 1; at >= whole; at -= 1) hash ^= data.readUInt8(at) << (8 * (at - whole));
  if (whole < data.length) hash = Math.imul(hash, MIX);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MIX);
  return hash ^ (hash >>> 15);
}

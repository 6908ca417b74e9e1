/** Counts how often each of very many texts was seen, by 64 bits of a digest of theirs: some 12 bytes a text. */
export type CopyCounter = {
  /** Counts one more and says how many it makes. `digest` has at least 8 bytes that are as good as random. */
  count(digest: Buffer): number;
};

const FIRST_SLOTS = 1 << 12;

/** An open-addressed table in typed arrays: a `Map` of a million texts would take some hundred megabytes. */
export function createCopyCounter(): CopyCounter {
  let slots = FIRST_SLOTS;
  let digests = new BigUint64Array(slots);
  let counts = new Uint32Array(slots);
  let used = 0;

  function slotOf(digest: bigint): number {
    let slot = Number(digest & BigInt(slots - 1));
    while (counts[slot] !== 0 && digests[slot] !== digest) slot = (slot + 1) % slots;
    return slot;
  }

  function grow(): void {
    const before = { digests, counts };
    slots *= 2;
    digests = new BigUint64Array(slots);
    counts = new Uint32Array(slots);
    before.counts.forEach((count, index) => {
      if (count === 0) return;
      const digest = before.digests[index] ?? 0n;
      const slot = slotOf(digest);
      digests[slot] = digest;
      counts[slot] = count;
    });
  }

  return {
    count(bytes) {
      if (used * 2 >= slots) grow();
      const digest = bytes.readBigUInt64LE(0);
      const slot = slotOf(digest);
      if (counts[slot] === 0) used += 1;
      digests[slot] = digest;
      const count = (counts[slot] ?? 0) + 1;
      counts[slot] = count;
      return count;
    },
  };
}

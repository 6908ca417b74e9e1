/** Counts how often each of very many texts was seen, by 64 bits of its digest: about 24 bytes per text. */
export type CopyCounter = {
  /** Counts one more and returns the new count. `digest` has at least 8 bytes that are as good as random. */
  count(digest: Buffer): number;
};

const FIRST_SLOTS = 1 << 12;

/** The fields of a slot: both halves of a digest, and the count, which is 0 in a free slot. */
const WIDTH = 3;

/** An open-addressed table in a typed array: a `Map` of a million texts would take hundreds of megabytes. */
export function createCopyCounter(): CopyCounter {
  let slots = FIRST_SLOTS;
  let table = new Uint32Array(slots * WIDTH);
  let used = 0;

  /** The slot of a digest, or the one it would take. */
  function placeOf(low: number, high: number): number {
    let slot = low % slots;
    for (;;) {
      const index = slot * WIDTH;
      if (table[index + 2] === 0 || (table[index] === low && table[index + 1] === high)) return index;
      slot = (slot + 1) % slots;
    }
  }

  function grow(): void {
    const before = table;
    slots *= 2;
    table = new Uint32Array(slots * WIDTH);
    for (let index = 0; index < before.length; index += WIDTH) {
      if (before[index + 2] === 0) continue;
      const to = placeOf(before[index] ?? 0, before[index + 1] ?? 0);
      for (let offset = 0; offset < WIDTH; offset += 1) table[to + offset] = before[index + offset] ?? 0;
    }
  }

  return {
    count(digest) {
      if (used * 2 >= slots) grow();
      const low = digest.readUInt32LE(0);
      const high = digest.readUInt32LE(4);
      const index = placeOf(low, high);
      const count = (table[index + 2] ?? 0) + 1;
      if (count === 1) used += 1;
      table[index] = low;
      table[index + 1] = high;
      table[index + 2] = count;
      return count;
    },
  };
}

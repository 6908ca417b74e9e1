/** What became of a row since it was sealed. */
export type SealedChange = { rowId: bigint; what: 'changed' | 'deleted' | 'inserted' };

const MARK_BYTES = 16;
const ID_BYTES = 8;
/** Above every id, which are Postgres's bigint. */
const AFTER_ALL = 2n ** 63n;

/**
 * What differs between the marks that a seal keeps and those of the rows as they are now, in id order.
 *
 * A mark is 16 bytes: the row's id (big-endian) and the beginning of its hash. Both lists are in id order.
 */
export function findSealedChanges(kept: Uint8Array, found: Uint8Array): SealedChange[] {
  const changes: SealedChange[] = [];
  let [from, to] = [0, 0];
  for (;;) {
    const before = idAt(kept, from);
    const now = idAt(found, to);
    if (before < now) {
      changes.push({ rowId: before, what: 'deleted' });
      from += MARK_BYTES;
    } else if (now < before) {
      changes.push({ rowId: now, what: 'inserted' });
      to += MARK_BYTES;
    } else if (now === AFTER_ALL) {
      return changes;
    } else {
      if (!isSameHash(kept, from, found, to)) changes.push({ rowId: now, what: 'changed' });
      from += MARK_BYTES;
      to += MARK_BYTES;
    }
  }
}

/** Whether a seal's marks name as many rows as it says it covers, from its first one, where it says which, to its last. */
export function areMarksOf(stretch: {
  marks: Uint8Array;
  rows: number;
  first?: bigint;
  last: bigint;
}): boolean {
  const { marks, rows, last } = stretch;
  if (marks.length !== rows * MARK_BYTES) return false;
  if (rows === 0) return true;
  const { first = idAt(marks, 0) } = stretch;
  return idAt(marks, 0) === first && idAt(marks, marks.length - MARK_BYTES) === last;
}

/** The id of the mark at an offset; above all others past the last mark. */
function idAt(marks: Uint8Array, offset: number): bigint {
  if (offset >= marks.length) return AFTER_ALL;
  return new DataView(marks.buffer, marks.byteOffset + offset, ID_BYTES).getBigInt64(0);
}

function isSameHash(kept: Uint8Array, from: number, found: Uint8Array, to: number): boolean {
  for (let byte = ID_BYTES; byte < MARK_BYTES; byte += 1) {
    if (kept[from + byte] !== found[to + byte]) return false;
  }
  return true;
}

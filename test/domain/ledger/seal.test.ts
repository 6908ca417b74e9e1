import { describe, expect, it } from 'vitest';
import { areMarksOf, findSealedChanges } from '#src/domain/ledger/seal.ts';

type Mark = readonly [id: bigint, hash: number];

/** Marks behind other bytes, as they lie in what a driver reads. */
function marks(...postings: Mark[]): Uint8Array {
  const bytes = new Uint8Array(3 + postings.length * 16).fill(255, 0, 3);
  postings.forEach(([id, hash], at) => {
    new DataView(bytes.buffer).setBigInt64(3 + at * 16, id);
    bytes[3 + at * 16 + 15] = hash;
  });
  return bytes.subarray(3);
}

describe('what was sealed', () => {
  const kept = marks([1n, 10], [5n, 50], [300n, 30]);

  it('is found unchanged', () => {
    expect(findSealedChanges(kept, marks([1n, 10], [5n, 50], [300n, 30]))).toEqual([]);
    expect(findSealedChanges(marks(), marks())).toEqual([]);
  });

  it('is found changed, deleted and inserted, at each place', () => {
    expect(findSealedChanges(kept, marks([1n, 11], [5n, 50], [300n, 31]))).toEqual([
      { rowId: 1n, what: 'changed' },
      { rowId: 300n, what: 'changed' },
    ]);
    expect(findSealedChanges(kept, marks([5n, 50]))).toEqual([
      { rowId: 1n, what: 'deleted' },
      { rowId: 300n, what: 'deleted' },
    ]);
    expect(
      findSealedChanges(kept, marks([0n, 1], [1n, 10], [4n, 1], [5n, 50], [300n, 30], [301n, 1])),
    ).toEqual([
      { rowId: 0n, what: 'inserted' },
      { rowId: 4n, what: 'inserted' },
      { rowId: 301n, what: 'inserted' },
    ]);
  });

  it('is found changed in the first and the last byte of its hash', () => {
    const [one, first, last] = [marks([1n, 0]), marks([1n, 0]), marks([1n, 0])];
    first[8] = 1;
    last[15] = 1;

    expect(findSealedChanges(one, first)).toHaveLength(1);
    expect(findSealedChanges(one, last)).toHaveLength(1);
  });
});

describe('the marks of a seal', () => {
  const seal = { marks: marks([3n, 1], [4n, 1], [9n, 1]), rows: 3, last: 9n };

  it('name as many rows as it says, up to its last', () => {
    expect(areMarksOf(seal)).toBe(true);
  });

  it('are none where it covers no row', () => {
    expect(areMarksOf({ marks: marks(), rows: 0, last: 9n })).toBe(true);
  });

  it.each([
    ['none', { marks: marks() }],
    ['too few', { rows: 4 }],
    ['too many', { rows: 2 }],
    ['another last', { last: 8n }],
    ['another first', { first: 8n }],
  ])('are not those of it: %s', (_, other) => {
    expect(areMarksOf({ ...seal, ...other })).toBe(false);
  });
});

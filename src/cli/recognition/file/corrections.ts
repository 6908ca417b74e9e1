import type { GoodRow } from './read-gifts.ts';

/** A gift that the batch gave. */
type GivenBefore = { key: string; recipientId: string; amount: string; currency: string; createdAt: Date };

/** Finds rows that look like others which were given and are no longer in the file: they were corrected since. */
export type Corrections = {
  /** A row of the file, whatever becomes of it. */
  see(row: GoodRow): void;
  /** A row that would be given. One with an id, or a number of its copy, says itself which it is. */
  consider(row: GoodRow): void;
  /**
   * The rows to give that look corrected: the same recipient and amount as a gift whose row is gone from the file. For
   * gifts that were given together with rows that are still in it, the same recipient is enough.
   */
  find(): GoodRow[];
};

const MOST_ROWS = 50_000;

export function createCorrections(given: readonly GivenBefore[]): Corrections {
  const gone = new Map(given.map((one) => [one.key, one]));
  const rows: GoodRow[] = [];
  const runs = new Set<number>();
  return {
    see({ key }) {
      const seen = gone.get(key);
      if (seen) runs.add(runOf(seen));
      gone.delete(key);
    },
    consider(row) {
      const { id, copy } = row.line.fields;
      const isNamed = id !== '' || copy !== '';
      if (given.length > 0 && rows.length < MOST_ROWS && !isNamed) rows.push(row);
    },
    find() {
      const left = byRecipient([...gone.values()]);
      const alike = new Set(rows.filter((row) => takeFirst(left, row, isSameAmount)));
      function isOfRun(_: GoodRow, one: GivenBefore): boolean {
        return [-1, 0, 1].some((step) => runs.has(runOf(one) + step));
      }
      for (const row of rows) if (!alike.has(row) && takeFirst(left, row, isOfRun)) alike.add(row);
      return [...alike].toSorted((a, b) => a.line.line - b.line.line);
    },
  };
}

const RUN_MS = 600_000;

/** Gifts of one run of a file are given within minutes. */
function runOf({ createdAt }: GivenBefore): number {
  return Math.floor(createdAt.getTime() / RUN_MS);
}

function byRecipient(given: readonly GivenBefore[]): Map<string, GivenBefore[]> {
  const left = new Map<string, GivenBefore[]>();
  for (const one of given) {
    const others = left.get(one.recipientId);
    if (others) others.push(one);
    else left.set(one.recipientId, [one]);
  }
  return left;
}

function isSameAmount({ gift }: GoodRow, { amount, currency }: GivenBefore): boolean {
  return gift.amount === amount && gift.currency === currency;
}

/** Removes the first of a row's recipient that matches; false when none does. */
function takeFirst(
  left: ReadonlyMap<string, GivenBefore[]>,
  row: GoodRow,
  matches: (row: GoodRow, given: GivenBefore) => boolean,
): boolean {
  const given = left.get(row.gift.recipientId) ?? [];
  const at = given.findIndex((one) => matches(row, one));
  if (at >= 0) given.splice(at, 1);
  return at >= 0;
}

import type { BulkOutcome } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Core } from '#src/open-core.ts';
import { oneAhead } from './one-ahead.ts';
import { type BadRow, type Giving, type GoodRow, type Rows, readGifts } from './read-gifts.ts';
import { createRejectedFile, type Rejected } from './rejected-file.ts';

/** What came of a file, in rows. */
export type Given = {
  given: number;
  waiting: number;
  before: number;
  rejected: number;
  /** Where the rejected rows are. */
  rejectedPath: string | undefined;
};

/**
 * Gives what a file holds, a transaction for some hundred rows. Broken off anywhere and run again, it gives each row once.
 *
 * `onRows` hears how many rows are done.
 */
export async function giveGifts(core: Core, giving: Giving, onRows: (count: number) => void): Promise<Given> {
  const given: Given = { given: 0, waiting: 0, before: 0, rejected: 0, rejectedPath: undefined };
  const { header, chunks } = await readGifts(core, giving);
  const file = createRejectedFile(giving.path, header);
  try {
    for await (const rows of oneAhead(chunks)) {
      const outcomes = await core.app.giveInBulk(giving.giver, rows.good.map(giftOf));
      const rejected = rejectedOf(core, rows, outcomes);
      await file.write(rejected);
      for (const { status } of outcomes) if (status !== 'refused') given[status] += 1;
      given.rejected += rejected.length;
      onRows(rows.count);
    }
  } finally {
    await file.close();
  }
  return { ...given, rejectedPath: file.path() };
}

function giftOf({ key, recipientId, department, amount, currency, occasion, message }: GoodRow) {
  return { key, recipientId, departmentId: department.id, amount, currency, occasion, message };
}

/** In the file's order. */
function rejectedOf({ words }: Core, { good, bad }: Rows, outcomes: readonly BulkOutcome[]): Rejected[] {
  const refused = good.flatMap(({ line, copy }, index): Rejected[] => {
    const outcome = outcomes[index];
    return outcome?.status === 'refused' ? [{ line, copy, reason: refusalText(words, outcome.refusal) }] : [];
  });
  return [...refused, ...bad.map(rejectedRow)].toSorted((a, b) => a.line.line - b.line.line);
}

function rejectedRow({ line, faults }: BadRow): Rejected {
  const reasons = faults.map(({ column, reason }) => (column === '' ? reason : `${column}: ${reason}`));
  return { line, copy: undefined, reason: reasons.join('; ') };
}

import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Core } from '#src/process/open-core.ts';
import { oneAhead } from './one-ahead.ts';
import { type BadRow, type Giving, type GoodRow, type Rows, readGifts } from './read-gifts.ts';
import { createRejectedFile, type Rejected } from './rejected-file.ts';
import type { BulkGift, BulkOutcome } from '#src/domain/recognition/bulk.ts';

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
 * Gives what a file holds, a transaction for a thousand rows: one is written while the next one is read. Broken off anywhere
 * and run again, it gives each row once.
 *
 * `onRows` hears how many rows are done.
 */
export async function giveGifts(core: Core, giving: Giving, onRows: (count: number) => void): Promise<Given> {
  const given: Given = { given: 0, waiting: 0, before: 0, rejected: 0, rejectedPath: undefined };
  const { header, chunks } = await readGifts(core, giving);
  const file = createRejectedFile(giving.path, header);
  try {
    for await (const { rows, outcomes: asked } of oneAhead(startGiving(core, giving, chunks))) {
      const outcomes = await asked;
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

/** Rows that are being given. */
type Underway = { rows: Rows; outcomes: Promise<BulkOutcome[]> };

/** Begins to give rows as they are read. What began is ended, also when the one before it failed. */
async function* startGiving(
  core: Core,
  { giver }: Giving,
  chunks: AsyncIterable<Rows>,
): AsyncGenerator<Underway> {
  let last: Promise<unknown> = Promise.resolve();
  try {
    for await (const rows of oneAhead(chunks)) {
      const outcomes = core.app.recognition.giveInBulk(giver, rows.good.map(giftOf));
      last = outcomes.catch(() => undefined);
      yield { rows, outcomes };
    }
  } finally {
    await last;
  }
}

function giftOf({ key, gift }: GoodRow): BulkGift {
  const { recipientId, department, amount, currency, occasion, message } = gift;
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

import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { Core } from '#src/process/open-core.ts';
import { prefetch } from './prefetch.ts';
import { type BadRow, type Giving, type GoodRow, type Rows, readGifts } from './read-gifts.ts';
import { createRejectedFile, type Rejected } from './rejected-file.ts';
import type { BulkGift, BulkOutcome } from '#src/domain/recognition/bulk.ts';

/** The result of a file, in rows. */
export type Given = {
  given: number;
  waiting: number;
  before: number;
  rejected: number;
  /** The file with the rejected rows. */
  rejectedPath: string | undefined;
};

/**
 * Gives what a file contains, one transaction per thousand rows, writing one while reading the next. If it is
 * interrupted anywhere and run again, each row is still given once.
 *
 * `onRows` is told how many rows are done. Rows on the lines `leftOut` count as given before.
 */
export async function giveGifts(
  core: Core,
  giving: Giving,
  { leftOut, onRows }: { leftOut: ReadonlySet<number>; onRows: (count: number) => void },
): Promise<Given> {
  const given: Given = { given: 0, waiting: 0, before: 0, rejected: 0, rejectedPath: undefined };
  const { header, chunks } = await readGifts(core, giving);
  const file = createRejectedFile(giving.path, header);
  try {
    for await (const { rows, outcomes: asked } of prefetch(
      startGiving(core, giving, without(chunks, leftOut)),
    )) {
      const outcomes = await asked;
      const rejected = rejectedOf(core, rows, outcomes);
      await file.write(rejected);
      for (const { status } of outcomes) if (status !== 'refused') given[status] += 1;
      given.before += rows.leftOut;
      given.rejected += rejected.length;
      onRows(rows.count);
    }
  } finally {
    await file.close();
  }
  return { ...given, rejectedPath: file.path() };
}

type RowsToGive = Rows & { leftOut: number };

async function* without(chunks: AsyncIterable<Rows>, lines: ReadonlySet<number>): AsyncGenerator<RowsToGive> {
  for await (const rows of chunks) {
    const good = lines.size === 0 ? rows.good : rows.good.filter(({ line }) => !lines.has(line.line));
    yield { ...rows, good, leftOut: rows.good.length - good.length };
  }
}

/** Rows being given. */
type Underway = { rows: RowsToGive; outcomes: Promise<BulkOutcome[]> };

/** Starts to give rows as they are read. Every started batch is finished, even if the one before it failed. */
async function* startGiving(
  core: Core,
  { giver }: Giving,
  chunks: AsyncIterable<RowsToGive>,
): AsyncGenerator<Underway> {
  let last: Promise<unknown> = Promise.resolve();
  try {
    for await (const rows of prefetch(chunks)) {
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

import type { App } from '#src/app.ts';
import { daysOfMonth, type SpendMailing } from '#src/domain/report/spend-mailing.ts';
import { defaultSort } from '#src/domain/report/spend-words.ts';
import type { MessageFile } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { FILE_TYPES, tableStream, usualLook } from '../../export/send-table.ts';
import { budgetsOfRows } from '#src/domain/report/budgets-of-rows.ts';
import { spendFile } from '../../export/spend-file.ts';

/** More is too much for many mail servers, which see it a third larger. */
const MOST_BYTES = 10_000_000;

/**
 * Writes the spend of a month as the page shows it to somebody, who still gets it by mail, as a file. Undefined for who does not any
 * more.
 */
export async function writeSpendFile(
  { app, words }: { app: Pick<App, 'report' | 'queries'>; words: Words },
  reader: { organizationId: string; personId: string },
  { by, format, month }: SpendMailing & { month: string },
  mostBytes = MOST_BYTES,
): Promise<MessageFile | 'too-large' | undefined> {
  const person = await app.report.findSpendReader(reader);
  if (!person) return undefined;
  const days = daysOfMonth(month);
  const spend = await app.queries.report.spendBy(person, { by, ...days, sort: defaultSort(by) });
  const budgets = by === 'department' ? await app.queries.report.budgetsOver(person, days) : [];
  const table = spendFile(words, { by, days }, { spend, budgets: budgetsOfRows(budgets, spend) });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of tableStream(table, { format, look: usualLook(words.locale) })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > mostBytes) return 'too-large';
  }
  return { name: `${table.name}.${format}`, type: FILE_TYPES[format], bytes: Buffer.concat(chunks) };
}

import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';
import { decideMark, type MarkEvidence, markOf } from '#src/domain/kit/decimal-mark.ts';
import { weightOf } from '#src/domain/recognition/gift-columns.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';
import { type GiftFileForm, openGiftFile } from './open-gift-file.ts';

/** What a file says as a whole. */
export type GiftFileSurvey = {
  /** Undefined: its amounts do not decide what `1.000` or `1,000` means, or contradict each other. */
  decimal: DecimalMark | undefined;
  evidence: MarkEvidence;
  /** Columns that nothing is read from. */
  unused: string[];
  /** Columns that nothing is read from, though they seem to say when or how much to give. */
  problems: FileProblem[];
};

/** Distinct values are enough to see what a column holds. */
const MOST_VALUES = 200;

/** Looks through a whole file for its decimal mark, and for columns that must not be left out in silence. */
export async function surveyGifts(path: string, form: GiftFileForm): Promise<GiftFileSurvey> {
  const { read, chunks } = await openGiftFile(path, { said: form.said });
  const columns = read.unknown.map(({ at, header }) => ({ at, header, values: new Set<string>() }));
  const evidence: MarkEvidence = {};
  for await (const lines of chunks) {
    for (const { line, record, fields } of lines) {
      const mark = markOf(fields.amount);
      if (mark) evidence[mark] ??= { line, text: fields.amount };
      for (const { at, values } of columns) {
        const value = record[at] ?? '';
        if (value !== '' && values.size < MOST_VALUES) values.add(value);
      }
    }
  }
  return {
    decimal: form.decimal ?? decideMark(evidence),
    evidence,
    unused: columns.map(({ header }) => header),
    problems: columns.flatMap(({ header, values }): FileProblem[] => {
      const weight = weightOf(header, [...values]);
      return weight ? [{ line: 1, column: header, reason: REASONS[weight] }] : [];
    }),
  };
}

const REASONS = {
  date: 'this looks like dates, and gifts are given at once: to leave the column out, add --ignore',
  amount:
    'this looks like amounts, and nothing is read from it: name it with --map, or leave it out with --ignore',
} as const;

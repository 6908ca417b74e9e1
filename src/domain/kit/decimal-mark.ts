import type { DecimalMark } from '#src/domain/kit/amount/read-number.ts';

/** What the amounts of a file say about its decimal mark: the first of each kind. */
export type MarkEvidence = Partial<Record<DecimalMark | 'unclear', { line: number; text: string }>>;

const AROUND = /^(?<before>[^\d]*)(?<number>\d[\d.,'\u00A0\u202F ]*)(?<after>[^\d]*)$/u;

/** Which mark an amount shows to be in use: none when it has no fraction and no groups, unclear for `1.000` and `1,000`. */
export function markOf(amount: string): DecimalMark | 'unclear' | undefined {
  const number = numberOf(amount);
  const marks = number.replaceAll(/[^.,]/gu, '');
  if (marks === '') return undefined;
  const last = marks.at(-1) === ',' ? ',' : '.';
  if (marks.includes(',') && marks.includes('.')) return last;
  const other = last === ',' ? '.' : ',';
  if (marks.length > 1) return other;
  return /[.,]\d{3}$/u.test(number) ? 'unclear' : last;
}

function numberOf(amount: string): string {
  return AROUND.exec(amount.trim())?.groups?.number?.trim() ?? '';
}

/** The mark of a whole file; undefined where its amounts contradict each other or only hold what may mean two things. */
export function decideMark({ ',': comma, '.': point, unclear }: MarkEvidence): DecimalMark | undefined {
  if (comma !== undefined && point !== undefined) return undefined;
  if (comma !== undefined) return ',';
  if (point !== undefined) return '.';
  return unclear === undefined ? '.' : undefined;
}

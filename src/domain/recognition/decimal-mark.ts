/** What parts whole from fraction in a file's amounts. */
export type DecimalMark = ',' | '.';

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

/** An amount as it is written with a point and without groups, so that `1.000,50` is read as `1000.50`. */
export function withPoint(amount: string, mark: DecimalMark): string {
  const { before = '', number = '', after = '' } = AROUND.exec(amount.trim())?.groups ?? {};
  const group = mark === ',' ? '.' : ',';
  const grouped = new RegExp(`^\\d{1,3}(?:[${group}'\u00A0\u202F ]\\d{3})+(?:[${mark}]\\d+)?$`, 'u');
  const plain = new RegExp(`^\\d+(?:[${mark}]\\d+)?$`, 'u');
  const digits = number.trim();
  if (!grouped.test(digits) && !plain.test(digits)) return amount;
  return `${before}${digits
    .replaceAll(/['\u00A0\u202F ]/gu, '')
    .replaceAll(group, '')
    .replace(mark, '.')}${after === '' ? '' : number.slice(digits.length)}${after}`;
}

/** The mark of a whole file; undefined where its amounts contradict each other or only hold what may mean two things. */
export function decideMark({ ',': comma, '.': point, unclear }: MarkEvidence): DecimalMark | undefined {
  if (comma !== undefined && point !== undefined) return undefined;
  if (comma !== undefined) return ',';
  if (point !== undefined) return '.';
  return unclear === undefined ? '.' : undefined;
}

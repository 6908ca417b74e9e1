/** The mark before a number's fraction. */
export type DecimalMark = '.' | ',';

const GROUPED = /^([1-9]\d{0,2}(?:([ '.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/u;
const INDIAN = /^([1-9]\d?(?:,\d{2})+,\d{3})(?:\.(\d+))?$/u;
const UNGROUPED = /^(\d+)(?:\.(\d+)|,(\d{1,3}))?$/u;

/**
 * The digits of a number in one way of writing: a decimal such as `1000.50`. What only the currency can settle keeps its
 * marks: `1,000`, `1.000`, `1,00,000`. Undefined if it is no number. Spaces and apostrophes group by three.
 */
export function readNumber(text: string): string | undefined {
  const plain = text.replaceAll(/\p{Zs}/gu, ' ').replaceAll(/[’ʼ＇`´]/gu, "'");
  if (isUnsettled(plain) || isIndian(plain)) return plain;
  const [, whole, afterPoint, afterComma] = UNGROUPED.exec(plain) ?? [];
  if (whole !== undefined) return decimalOf(whole, afterPoint ?? afterComma);
  const [, groups, mark, point, rest] = GROUPED.exec(plain) ?? [];
  if (groups === undefined || mark === point) return undefined;
  return decimalOf(groups.replaceAll(/\D/gu, ''), rest);
}

/** Whether its one mark may be before a fraction or between thousands. */
export function isUnsettled(number: string): boolean {
  return /^[1-9]\d{0,2}[.,]\d{3}$/u.test(number);
}

/** Whether it is grouped in hundreds and lakhs, as in India. */
export function isIndian(number: string): boolean {
  return INDIAN.test(number);
}

/** The mark before its fraction, if it has one for certain. */
export function decimalMarkOf(number: string): DecimalMark | undefined {
  if (isUnsettled(number)) return undefined;
  const [, point] = /([.,])\d+$/u.exec(number) ?? [];
  if (point === undefined || number.indexOf(point) !== number.lastIndexOf(point)) return undefined;
  return isIndian(number) ? undefined : (point as DecimalMark);
}

function decimalOf(whole: string, fraction: string | undefined): string {
  return fraction === undefined ? whole : `${whole}.${fraction}`;
}

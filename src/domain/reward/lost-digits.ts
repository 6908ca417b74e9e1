/** A code of a file that is a number, by its line. */
type NumberCell = { line: number; text: string };

/** So many digits of a number are kept by a spreadsheet; it makes zeros of the others. */
const KEPT_DIGITS = 15;
/** With so many zeros at the end, or so many numbers that have them, it is no accident. */
const SURE = 3;

/**
 * The lines whose number is shorter than the file's others: its zeros at the front are gone, as a spreadsheet does it. None where all
 * are as long. The file's letters-and-digits codes say nothing.
 */
export function linesWithLostZeros(cells: readonly NumberCell[]): number[] {
  const numbers = cells.map(({ line, text }) => ({ line, digits: digitsOf(text) }));
  const longest = Math.max(0, ...numbers.map(({ digits }) => digits.length));
  return numbers.filter(({ digits }) => digits !== '' && digits.length < longest).map(({ line }) => line);
}

/** The lines whose long number ends in zeros, where every long number of the file does: a spreadsheet has rounded them. */
export function linesWithLostEnds(cells: readonly NumberCell[]): number[] {
  const long = cells
    .map(({ line, text }) => ({ line, end: digitsOf(text).slice(KEPT_DIGITS) }))
    .filter(({ end }) => end !== '');
  const areAllZeros = long.every(({ end }) => /^0+$/u.test(end));
  const isSure = long.length >= SURE || long.some(({ end }) => end.length >= SURE);
  return areAllZeros && isSure ? long.map(({ line }) => line) : [];
}

/** Its digits, if it is nothing but digits in groups. */
function digitsOf(text: string): string {
  return /^\d[\d -]*$/u.test(text) ? text.replaceAll(/\D/gu, '') : '';
}

/** Why a cell of a file is no code. None of them says what stands there. */
export type CodeTrouble =
  | 'empty'
  | 'rounded'
  | 'decimals'
  | 'formula'
  | 'spreadsheet-error'
  | 'date'
  | 'not-a-code'
  | 'too-short'
  | 'too-long';

export type ReadCell = { ok: true; text: string } | { ok: false; why: CodeTrouble };

const LONGEST = 300;
const MONTHS =
  'jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|juin|juil|août|févr|avr|ene|abr|ago|dic';

/** What a spreadsheet makes of a code, and what nobody calls a code. The first that fits counts. */
const TROUBLES: readonly (readonly [CodeTrouble, RegExp])[] = [
  ['empty', /^$/u],
  ['spreadsheet-error', /^(?:#+|#(?:REF|NUM|VALUE|NULL|DIV\/0)!|#NAME\?|#N\/A|#WERT!|#NV|#BEZUG!)$/iu],
  ['formula', /^[=+@-]/u],
  // 1.23457E+15: its last digits are gone.
  ['rounded', /^\d+(?:[.,]\d+E[+-]?\d+|E\+\d+)$/iu],
  ['decimals', /^\d+[.,]\d{1,2}$|^\d{1,3}(?:[.,']\d{3})+(?:[.,]\d+)?$/u],
  ['date', new RegExp(`^(?:\\d{1,4}[-./ ]{0,2})?(?:${MONTHS})[a-z]*\\.?[-./ ]\\d{1,4}$`, 'iu')],
  ['date', new RegExp(`^\\d{1,2}[-./ ]{1,2}(?:${MONTHS})[a-z]*\\.?(?:[-./ ]\\d{2,4})?$`, 'iu')],
  ['date', /^(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d-[01]\d-[0-3]\d)(?: [\d:]+)?$/u],
  ['not-a-code', /^(?:true|false|wahr|falsch|vrai|faux|null|none|nan|n\/a|undefined)$/iu],
  // Something that is not seen, or looks like another letter.
  ['not-a-code', /[^ -~]/u],
];

/**
 * Reads a code or a PIN from a cell of a file as people have it. `="00123"` is how programs keep zeros, and `'00123` how people do;
 * every other formula is refused, and so is whatever a spreadsheet changed.
 *
 * @param least how many characters it has at least, spaces and hyphens aside.
 */
export function readCodeCell(cell: string, least: number): ReadCell {
  const trimmed = cell.trim();
  const kept = /^="([^"]*)"$/u.exec(trimmed)?.[1]?.trim() ?? trimmed.replace(/^'(?=.)/u, '').trim();
  const [trouble] = TROUBLES.find(([, sign]) => sign.test(kept)) ?? [];
  if (trouble) return { ok: false, why: trouble };
  const length = kept.replaceAll(/[\s-]/gu, '').length;
  if (length < least) return { ok: false, why: 'too-short' };
  if (length > LONGEST) return { ok: false, why: 'too-long' };
  return { ok: true, text: kept };
}

import type { FileCell } from './table-file.ts';

const MOST_CHARACTERS = 32_767;
const DAY_MS = 86_400_000;
/** Days are counted from the end of 1899, as Excel does. */
const FIRST_DAY = 25_569;

/** How a cell is shown, by its place in `STYLES`: numbers by how many decimals they have. */
const STYLE = { header: 1, day: 2, instant: 3, decimals: [4, 5, 6, 7, 8] } as const;

export const STYLES_XML = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="5"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0.0"/><numFmt numFmtId="167" formatCode="#,##0.000"/><numFmt numFmtId="168" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${[164, 165, 3, 166, 4, 167, 168].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** Before the rows: the first one stays in sight. */
export const SHEET_START = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>`;
export const SHEET_END = '</sheetData></worksheet>';

export function headerXml(labels: readonly string[]): string {
  const cells = labels.map((label, column) => inlineXml(label, placeOf(column, 1), STYLE.header));
  return `<row r="1">${cells.join('')}</row>`;
}

/** The row of a sheet with this number, the first of which is 1. */
export function rowXml(cells: readonly FileCell[], number: number): string {
  const xml = cells.map((cell, column) => cellXml(cell, placeOf(column, number)));
  return `<row r="${number}">${xml.join('')}</row>`;
}

/** `A1`, `AB12`. */
function placeOf(column: number, row: number): string {
  const first = Math.floor(column / 26);
  const letter = String.fromCodePoint(65 + (column % 26));
  return `${first > 0 ? String.fromCodePoint(64 + first) : ''}${letter}${row}`;
}

function cellXml(cell: FileCell, place: string): string {
  switch (cell.kind) {
    case 'text':
      return inlineXml(cell.text, place, 0);
    case 'number':
      return numberXml(cell.decimal, place, STYLE.decimals[cell.decimal.split('.')[1]?.length ?? 0] ?? 0);
    case 'day':
      return numberXml(String(serialOf(new Date(`${cell.day}T00:00:00Z`))), place, STYLE.day);
    case 'instant':
      return numberXml(String(serialOf(cell.at)), place, STYLE.instant);
    case 'none':
      return '';
  }
}

function serialOf(at: Date): number {
  return at.getTime() / DAY_MS + FIRST_DAY;
}

function numberXml(value: string, place: string, style: number): string {
  return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
}

/** Text that is in the cell itself is never a formula. */
function inlineXml(text: string, place: string, style: number): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

/** Control characters but for tab and line ends, halves of characters, and what no text has. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** What Excel would read as a character by its number. */
const ESCAPE = /_x(?=[\da-f]{4}_)/giu;

/** What XML cannot hold is left out, and what Excel would not open is cut, never within a character. */
function escapeXml(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text;
  return cut
    .replaceAll(UNWRITABLE, '')
    .replaceAll(ESCAPE, '_x005F_x')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

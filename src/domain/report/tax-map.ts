import { foldText } from '#src/domain/kit/fold.ts';
import type { DayRange } from './day-range.ts';

/** What can stand below a header of a payroll file. */
export const TAX_FIELDS = [
  'employeeNumber',
  'name',
  'email',
  'department',
  'country',
  'currency',
  'wages',
  'exempt',
  'unknown',
  'gifts',
  'grossedUp',
  'from',
  'to',
  'nothing',
] as const;
export type TaxField = (typeof TAX_FIELDS)[number];

/** A column of a payroll file: something of the person, or a text that is the same in every row. */
export type TaxMapColumn = { header: string; field: TaxField } | { header: string; text: string };

/** How payroll wants its file. `{from}` and `{to}` in its name are the days of the pay period. */
export type TaxMap = { name: string; fileName: string; columns: readonly TaxMapColumn[] };

export const MOST_TAX_COLUMNS = 16;
const MOST_LETTERS = 100;

/**
 * The maps that come with Largesse. One of the same name that an organization saves takes its place: ADP asks for codes that only
 * the organization knows.
 *
 * Source of the second: ADP on importing pay data. Company code and batch are required, codes of earnings have one or two
 * characters, and the file is called EPI, the company’s code and a number.
 */
const SHIPPED_TAX_MAPS: readonly TaxMap[] = [
  {
    name: 'Plain',
    fileName: 'payroll-{from}-{to}',
    columns: [
      { header: 'Employee number', field: 'employeeNumber' },
      { header: 'Name', field: 'name' },
      { header: 'Department', field: 'department' },
      { header: 'Country', field: 'country' },
      { header: 'Taxable', field: 'wages' },
      { header: 'Currency', field: 'currency' },
      { header: 'Gross up', field: 'grossedUp' },
      { header: 'From', field: 'from' },
      { header: 'To', field: 'to' },
    ],
  },
  {
    name: 'ADP paydata',
    fileName: 'EPI',
    columns: [
      { header: 'Co Code', text: '' },
      { header: 'Batch ID', text: '' },
      { header: 'File #', field: 'employeeNumber' },
      { header: 'Earnings 3 Code', text: '' },
      { header: 'Earnings 3 Amount', field: 'wages' },
    ],
  },
];

/** The maps that an organization has: its own, and those shipped ones that it has not replaced. */
export function allTaxMaps(saved: readonly TaxMap[]): TaxMap[] {
  const shipped = SHIPPED_TAX_MAPS.filter((map) => !saved.some((own) => isCalled(own, map.name)));
  return [...shipped, ...saved];
}

export function isCalled({ name }: TaxMap, asked: string): boolean {
  return foldText(name) === foldText(asked);
}

/** What is wrong with a map. */
export type TaxMapProblem =
  | { why: 'name' | 'fileName' | 'noAmount' | 'tooMany' }
  | { why: 'header' | 'text' | 'adpCode'; column: string };

/** The first thing that is wrong with a map; undefined when it can be saved. */
export function checkTaxMap({ name, fileName, columns }: TaxMap): TaxMapProblem | undefined {
  if (name.trim() === '' || name.length > 60) return { why: 'name' };
  if (!/^[A-Za-z0-9._-]{1,60}$/u.test(fileName.replace('{from}', '').replace('{to}', '') || '-')) {
    return { why: 'fileName' };
  }
  if (columns.length > MOST_TAX_COLUMNS) return { why: 'tooMany' };
  if (!columns.some((column) => 'field' in column && column.field === 'wages')) return { why: 'noAmount' };
  for (const column of columns) {
    const { header } = column;
    if (header.trim() === '' || header.length > MOST_LETTERS) return { why: 'header', column: header };
    if (!('text' in column) || column.text === '') continue;
    if (column.text.length > MOST_LETTERS) return { why: 'text', column: header };
    if (/^Earnings \d Code$/iu.test(header) && column.text.length > 2)
      return { why: 'adpCode', column: header };
  }
  return undefined;
}

/** The first column whose text nobody has filled in; no file is made before. */
export function unfilledColumn({ columns }: TaxMap): string | undefined {
  return columns.find((column) => 'text' in column && column.text === '')?.header;
}

/** What the file of a pay period is called, without its ending. ADP’s is EPI, the company’s code and a number. */
export function taxFileName({ fileName, columns }: TaxMap, { from, to }: DayRange): string {
  const company = columns.find(({ header }) => foldText(header) === 'co code');
  if (fileName === 'EPI' && company && 'text' in company) return `EPI${plainly(company.text)}01`;
  return fileName.replace('{from}', from).replace('{to}', to);
}

function plainly(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/gu, '');
}

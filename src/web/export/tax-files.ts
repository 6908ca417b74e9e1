import type { TaxReport, TaxReportLine } from '#src/app.ts';
import { canadaSix, countryText, ruleText } from '#src/chat/cards/tax-texts.ts';
import { toDecimal } from '#src/domain/kit/money.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { type TaxField, taxFileName, type TaxMap, type TaxMapColumn } from '#src/domain/report/tax-map.ts';
import {
  type CanadaGift,
  type PayrollRow,
  payrollRows,
  type Us1099Row,
} from '#src/domain/report/tax-report.ts';
import type { Words } from '#src/words/words.ts';
import { type FileCell, numberCell, type SheetColumn, type TableFile, textCell } from './table-file.ts';

const NO_CELL: FileCell = { kind: 'none' };

function moneyCell(amountMinor: bigint | null | undefined, currency: string): FileCell {
  return amountMinor === null || amountMinor === undefined
    ? NO_CELL
    : numberCell(toDecimal({ amountMinor, currency }));
}

/** Each person by each rule, all of them. */
export function taxLinesFile(words: Words, { days, lines }: TaxReport): TableFile<TaxReportLine> {
  const { say } = words;
  function yes(is: boolean): FileCell {
    return textCell(say(`web.tax.reached.${is ? 'yes' : 'no'}`));
  }
  function text(label: string, of: (line: TaxReportLine) => string | null): SheetColumn<TaxReportLine> {
    return { label, cell: (line) => textCell(of(line)) };
  }
  const parts = (['wages', 'exempt', 'reported', 'unknown'] as const).map(
    (part): SheetColumn<TaxReportLine> => ({
      label: say(`web.tax.part.${part}`),
      cell: (line) => moneyCell(line[part], line.currency),
    }),
  );
  return {
    name: `tax-${days.from}-${days.to}`,
    rows: lines,
    columns: [
      text(say('web.tax.person'), ({ person }) => person.name),
      text(say('web.tax.number'), ({ person }) => person.employeeNumber),
      text(say('web.tax.email'), ({ person }) => person.email),
      text(say('web.tax.department'), ({ person }) => person.department),
      text(say('web.tax.recipient'), ({ recipient }) => say(`web.gift.taxClass.${recipient}`)),
      text(say('web.tax.country'), ({ country }) => countryText(words, country)),
      text(say('web.tax.rule'), ({ rule }) => ruleText(words, rule)),
      { label: say('web.tax.correction'), cell: ({ isCorrection }) => yes(isCorrection) },
      { label: say('web.tax.gifts'), cell: ({ gifts }) => numberCell(String(gifts)) },
      text(say('web.spend.currency'), ({ currency }) => currency),
      ...parts,
      { label: say('web.tax.used'), cell: ({ use, currency }) => moneyCell(use?.usedMinor, currency) },
      { label: say('web.tax.left'), cell: ({ use, currency }) => moneyCell(use?.leftMinor, currency) },
      { label: say('web.tax.grossUp'), cell: ({ isGrossedUp }) => yes(isGrossedUp) },
    ],
  };
}

/** What payroll takes, in the columns of a map. */
export function payrollFile(words: Words, map: TaxMap, { days, lines }: TaxReport): TableFile<PayrollRow> {
  return {
    name: taxFileName(map, days),
    rows: payrollRows(lines),
    columns: map.columns.map((column) => ({
      label: column.header,
      cell: (row) => payrollCell(words, row, { column, days }),
    })),
  };
}

type Placed = { column: TaxMapColumn; days: DayRange };

function payrollCell(words: Words, row: PayrollRow, { column, days }: Placed): FileCell {
  return 'text' in column ? textCell(column.text) : fieldCell(words, row, { field: column.field, days });
}

function fieldCell(
  { say }: Words,
  row: PayrollRow,
  { field, days }: { field: TaxField; days: DayRange },
): FileCell {
  const { person, country, currency } = row;
  switch (field) {
    case 'employeeNumber':
    case 'name':
    case 'email':
    case 'department':
      return textCell(person[field]);
    case 'country':
      return textCell(country);
    case 'currency':
      return textCell(currency);
    case 'wages':
    case 'exempt':
    case 'unknown':
      return moneyCell(row[field], currency);
    case 'gifts':
      return numberCell(String(row.gifts));
    case 'grossedUp':
      return textCell(say(`web.tax.reached.${row.isGrossedUp ? 'yes' : 'no'}`));
    case 'from':
      return { kind: 'day', day: days.from };
    case 'to':
      return { kind: 'day', day: days.to };
    case 'nothing':
      return NO_CELL;
  }
}

/** Canada’s log. */
export function canadaFile(words: Words, { days, canada }: TaxReport): TableFile<CanadaGift> {
  const { say } = words;
  return {
    name: `canada-log-${days.from}-${days.to}`,
    rows: canada,
    columns: [
      { label: say('web.tax.canada.name'), cell: (gift) => textCell(canadaSix(words, gift).name) },
      { label: say('web.tax.canada.day'), cell: ({ day }) => ({ kind: 'day', day }) },
      { label: say('web.tax.canada.reason'), cell: (gift) => textCell(canadaSix(words, gift).reason) },
      { label: say('web.tax.canada.type'), cell: (gift) => textCell(canadaSix(words, gift).type) },
      { label: say('web.tax.canada.amount'), cell: (gift) => numberCell(toDecimal(gift)) },
      { label: say('web.spend.currency'), cell: ({ currency }) => textCell(currency) },
      { label: say('web.tax.canada.shops'), cell: (gift) => textCell(canadaSix(words, gift).shops) },
    ],
  };
}

/** What people who are no employees got in the US in a year. */
export function us1099File({ say }: Words, year: string, rows: readonly Us1099Row[]): TableFile<Us1099Row> {
  return {
    name: `1099-${year}`,
    rows,
    columns: [
      { label: say('web.tax.person'), cell: ({ person }) => textCell(person.name) },
      { label: say('web.tax.email'), cell: ({ person }) => textCell(person.email) },
      { label: say('web.tax.total'), cell: (row) => moneyCell(row.amountMinor, row.currency) },
      { label: say('web.spend.currency'), cell: ({ currency }) => textCell(currency) },
      { label: say('web.tax.threshold'), cell: (row) => moneyCell(row.thresholdMinor, row.currency) },
      {
        label: say('web.tax.1099Reached'),
        cell: ({ isReached }) => textCell(say(`web.tax.reached.${reachedKey(isReached)}`)),
      },
    ],
  };
}

export function reachedKey(isReached: boolean | null): 'yes' | 'no' | 'unknown' {
  return isReached === null ? 'unknown' : isReached ? 'yes' : 'no';
}

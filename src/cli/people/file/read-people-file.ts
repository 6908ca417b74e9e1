import { CsvError, parse } from 'csv-parse/sync';
import { cleanText } from '#src/domain/kit/fold.ts';
import { columnsOf, type HeaderMap, type ReadHeader, readHeader } from '#src/domain/kit/headers.ts';
import { PEOPLE_ALIASES, PEOPLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import type { PeopleProblem, PersonRow } from '#src/domain/people/people-row.ts';
import { lastFirst, type PersonFields, readPersonRow } from '#src/domain/people/read-person-row.ts';
import { csvFormOf, fitRow, trimHeader } from '#src/domain/kit/csv-form.ts';
import type { FileProblem } from '#src/cli/kit/file-problem.ts';

/** A file of people as it stands, and everything that is wrong with it by itself. */
export type PeopleFile = {
  rows: PersonRow[];
  /** Problems of the file's form, in words. */
  problems: FileProblem[];
  rowProblems: PeopleProblem[];
  /** The line of the header, and the header of the best column of each field. */
  headerLine: number;
  headers: ReadonlyMap<string, string>;
  /** Headers of columns that nothing is read from. */
  unknown: string[];
};

type CsvRecord = { line: number; record: string[] };

/** Titles and dates that reports have above their header. */
const MAX_TITLE_ROWS = 10;

/**
 * Reads a CSV file of people: UTF-8 with or without a BOM, separated by commas, semicolons or tabs, with the headers of
 * `PEOPLE_ALIASES` or those that `said` explains, in any order, below a report's title or not.
 */
export function readPeopleFile(bytes: Uint8Array, said: HeaderMap<PeopleField> = new Map()): PeopleFile {
  const text = decode(bytes);
  if (text === undefined) return broken(1, 'the file is not UTF-8: save it as “CSV UTF-8”');
  const { records, problems } = parseRecords(text);
  const at = findHeader(records, said);
  const top = records[at];
  if (!top) return { ...broken(1, 'the file is empty'), ...(problems.length > 0 ? { problems } : {}) };
  const names = trimHeader(top.record);
  const header = readHeader(names, PEOPLE_ALIASES, said);
  problems.push(...checkHeader(header, top.line));
  const below = records.slice(at + 1);
  if (below.length === 0 && problems.length === 0)
    problems.push({ line: top.line, column: '', reason: 'there is nobody below the header' });
  const fitted = below.map(({ line, record }) => ({
    line,
    fit: fitRow(record, names.length),
    fields: record.length,
  }));
  for (const { line, fit, fields } of fitted) {
    if (!fit) problems.push({ line, column: '', reason: `${fields} fields, the header has ${names.length}` });
  }
  const lines = fitted.flatMap(({ line, fit }) => (fit ? [{ line, record: fit }] : []));
  return { ...readRows(header, lines), problems, headerLine: top.line };
}

function broken(line: number, reason: string): PeopleFile {
  return {
    rows: [],
    problems: [{ line, column: '', reason }],
    rowProblems: [],
    headerLine: line,
    headers: new Map(),
    unknown: [],
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What can be read, up to where the text is no CSV. */
function parseRecords(text: string): { records: CsvRecord[]; problems: FileProblem[] } {
  const { delimiter, skippedLines } = csvFormOf(text);
  const body = text.split('\n').slice(skippedLines).join('\n');
  const records: CsvRecord[] = [];
  try {
    parse(body, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(record: string[], { lines }) {
        const fields = record.map(cleanText);
        if (fields.some((field) => field !== ''))
          records.push({ line: lines + skippedLines, record: fields });
        return null;
      },
    });
    return { records, problems: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (typeof error.lines === 'number' ? error.lines : 1) + skippedLines;
    return { records, problems: [{ line, column: '', reason: `this is not CSV: ${error.message}` }] };
  }
}

/** The first row with at least two columns that mean something; else the first. */
function findHeader(records: readonly CsvRecord[], said: HeaderMap<PeopleField>): number {
  const found = records.slice(0, MAX_TITLE_ROWS).findIndex(({ record }) => {
    const { columns } = readHeader(record, PEOPLE_ALIASES, said);
    return columns.length > 1;
  });
  return Math.max(found, 0);
}

const IDENTITIES: readonly PeopleField[] = ['email', 'employee_number', 'slack_id', 'discord_id', 'user_id'];

function checkHeader(header: ReadHeader<PeopleField>, line: number): FileProblem[] {
  const isNamed = header.columns.some(({ field }) => IDENTITIES.includes(field));
  return [
    ...header.repeated.map((column) => ({ line, column, reason: 'this column appears twice' })),
    ...(isNamed
      ? []
      : [
          {
            line,
            column: 'email',
            reason: 'this column is missing: people need an address, an employee number or a chat id',
          },
        ]),
  ];
}

/** Fields of which only the best column counts: two columns would say two things. */
const ONE_COLUMN: readonly PeopleField[] = ['department', 'region', 'role', 'guest'];

function readRows(
  header: ReadHeader<PeopleField>,
  lines: readonly CsvRecord[],
): Pick<PeopleFile, 'rows' | 'rowProblems' | 'headers' | 'unknown'> {
  const columns = PEOPLE_FIELDS.map((field) => {
    const all = columnsOf(header, field);
    const used = ONE_COLUMN.includes(field) ? all.slice(0, 1) : all;
    const isSwapped = field === 'name' && used.every(({ at }) => isLastFirst(lines, at));
    return { field, used, isSwapped };
  }).filter(({ used }) => used.length > 0);
  const read = lines.map(({ line, record }) => readPersonRow(line, fieldsOf(record, columns)));
  return {
    rows: read.map(({ row }) => row),
    rowProblems: read.flatMap(({ problems }) => problems),
    headers: new Map(columns.map(({ field, used }) => [field, used[0]?.header ?? field])),
    unknown: header.unknown.map(({ header: name }) => name),
  };
}

type UsedColumns = { field: PeopleField; used: readonly { at: number }[]; isSwapped: boolean };

function fieldsOf(record: readonly string[], columns: readonly UsedColumns[]): PersonFields {
  return Object.fromEntries(
    columns.map(({ field, used, isSwapped }) => {
      const texts = used.map(({ at }) => record[at] ?? '');
      return [field, isSwapped ? texts.map(lastFirst) : texts];
    }),
  );
}

const SUFFIX = /^(?:jr|sr|ii|iii|iv|phd|md|dr|esq|mba|inc|ltd|gmbh)\.?$/iu;

/** Whether everybody in a column is written “Okafor, Mira”. */
function isLastFirst(lines: readonly CsvRecord[], at: number): boolean {
  const names = lines.map(({ record }) => record[at] ?? '').filter((name) => name !== '');
  return (
    names.length > 0 &&
    names.every((name) => {
      const [, given = '', ...more] = name.split(',').map((part) => part.trim());
      return given !== '' && more.length === 0 && !SUFFIX.test(given);
    })
  );
}

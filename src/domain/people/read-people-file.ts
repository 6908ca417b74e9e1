import { type FileRow, fitRow, trimHeader } from '#src/domain/kit/csv-form.ts';
import { cleanText } from '#src/domain/kit/fold.ts';
import { columnsOf, type HeaderMap, type ReadHeader, readHeader } from '#src/domain/kit/headers.ts';
import { PEOPLE_ALIASES, PEOPLE_FIELDS, type PeopleField } from './people-columns.ts';
import { type PeopleProblem, type PersonRow, peopleProblemOf } from './people-row.ts';
import { lastFirst, type PersonFields, readPersonRow } from './read-person-row.ts';

/** A column of a file, and what it means; undefined where nothing is read from it. `example`: the first cell that says something. */
export type PeopleColumn = { header: string; field: PeopleField | undefined; example: string };

/** A file of people as it stands, and everything that is wrong with it by itself. */
export type PeopleFile = {
  rows: PersonRow[];
  /** Problems of the file's form. */
  problems: PeopleProblem[];
  rowProblems: PeopleProblem[];
  /** The line of the header, and the header of the best column of each field. */
  headerLine: number;
  headers: ReadonlyMap<string, string>;
  /** Every column that has a header, in order. */
  columns: PeopleColumn[];
  /** Headers of columns that nothing is read from. */
  unknown: string[];
};

type CsvRecord = { line: number; record: string[] };

/** Titles and dates that reports have above their header. */
const MAX_TITLE_ROWS = 10;

/**
 * Reads the rows of a file of people, with the headers of `PEOPLE_ALIASES` or those that `said` explains, in any order, below a
 * report's title or not.
 */
export function readPeopleFile(
  cells: readonly FileRow[],
  said: HeaderMap<PeopleField> = new Map(),
): PeopleFile {
  const records = cells
    .map((row) => ({ line: row.line, record: row.cells.map(cleanText) }))
    .filter(({ record }) => record.some((field) => field !== ''));
  const at = findHeader(records, said);
  const top = records[at];
  if (!top) return brokenPeopleFile('empty-file', 1);
  const names = trimHeader(top.record);
  const header = readHeader(names, PEOPLE_ALIASES, said);
  const problems = checkHeader(header, top.line);
  const below = records.slice(at + 1);
  if (below.length === 0 && problems.length === 0) problems.push(peopleProblemOf(top, '', 'nobody-below'));
  const fitted = below.map(({ line, record }) => ({ line, fit: fitRow(record, names.length), record }));
  for (const { line, fit, record } of fitted) {
    const text = { text: `${record.length}`, other: `${names.length}` };
    if (!fit) problems.push(peopleProblemOf({ line }, '', 'fields-differ', text));
  }
  const lines = fitted.flatMap(({ line, fit }) => (fit ? [{ line, record: fit }] : []));
  const columns = names.flatMap((name, index): PeopleColumn[] => {
    const read = header.columns.find((column) => column.at === index);
    const example = below.map(({ record }) => record[index] ?? '').find((cell) => cell !== '') ?? '';
    return name === '' ? [] : [{ header: name, field: read?.field, example }];
  });
  return { ...readRows(header, lines), problems, columns, headerLine: top.line };
}

/** A file whose rows cannot be read, and why. */
export function brokenPeopleFile(
  why: 'empty-file' | 'encoding' | 'not-csv' | 'too-large',
  line: number,
): PeopleFile {
  return {
    rows: [],
    problems: [peopleProblemOf({ line }, '', why)],
    rowProblems: [],
    headerLine: line,
    headers: new Map(),
    columns: [],
    unknown: [],
  };
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

function checkHeader(header: ReadHeader<PeopleField>, line: number): PeopleProblem[] {
  const isNamed = header.columns.some(({ field }) => IDENTITIES.includes(field));
  return [
    ...header.repeated.map((column) => peopleProblemOf({ line }, column, 'column-twice')),
    ...(isNamed ? [] : [peopleProblemOf({ line }, 'email', 'no-identity-column')]),
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

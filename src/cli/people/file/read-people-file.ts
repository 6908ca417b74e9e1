import { CsvError, type Info, parse } from 'csv-parse/sync';

/** The columns of a people file. The first three are required. */
export const COLUMNS = [
  'email',
  'name',
  'department',
  'manager_email',
  'role',
  'region',
  'slack_id',
  'discord_id',
] as const;
export type Column = (typeof COLUMNS)[number];

const REQUIRED: readonly Column[] = ['email', 'name', 'department'];

/** A problem in a file. Lines count from 1, header included; an empty column means the whole line. */
export type Problem = { line: number; column: string; reason: string };

/** One line with the columns that the file has; an empty field is an empty string. */
export type PeopleLine = { line: number; fields: Record<Column, string> };

type Read = { lines: PeopleLine[]; problems: Problem[] };

/**
 * Reads a CSV file of people: UTF-8 with or without a BOM, a header in any order, separated by commas, semicolons or
 * tabs.
 */
export function readPeopleFile(bytes: Uint8Array): Read {
  const text = decode(bytes);
  if (text === undefined) {
    return onlyProblem({ line: 1, column: '', reason: 'the file is not UTF-8: save it as “CSV UTF-8”' });
  }
  try {
    const [header, ...records] = parseRecords(text);
    if (!header) return onlyProblem({ line: 1, column: '', reason: 'the file is empty' });
    if (records.length === 0)
      return onlyProblem({ line: header.line, column: '', reason: 'there is nobody below the header' });
    const names = header.record.map((name) => name.toLowerCase());
    const problems = checkHeader(names, header.line);
    return problems.length > 0 ? { lines: [], problems } : readLines(names, records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return onlyProblem({ line, column: '', reason: `this is not CSV: ${error.message}` });
  }
}

function onlyProblem(problem: Problem): Read {
  return { lines: [], problems: [problem] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

type CsvRecord = { line: number; record: string[] };

function parseRecords(text: string): CsvRecord[] {
  const parsed = parse(text, {
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as { info: Info; record: string[] }[];
  return parsed
    .map(({ info, record }) => ({ line: info.lines, record }))
    .filter(({ record }) => record.some((field) => field !== ''));
}

/** In many languages, spreadsheets separate fields with semicolons. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function checkHeader(names: readonly string[], line: number): Problem[] {
  const unknown = names.filter((name) => !COLUMNS.some((known) => known === name));
  const repeated = names.filter((name, index) => names.indexOf(name) < index);
  const missing = REQUIRED.filter((name) => !names.includes(name));
  return [
    ...unknown.map((column) => ({ line, column, reason: `unknown column; known: ${COLUMNS.join(', ')}` })),
    ...repeated.map((column) => ({ line, column, reason: 'this column appears twice' })),
    ...missing.map((column) => ({ line, column, reason: 'this column is missing' })),
  ];
}

function readLines(names: readonly string[], records: readonly CsvRecord[]): Read {
  const uneven = records.filter(({ record }) => record.length !== names.length);
  const lines = records.map(({ line, record }) => ({
    line,
    fields: Object.fromEntries(
      COLUMNS.map((column) => [column, record[names.indexOf(column)] ?? '']),
    ) as Record<Column, string>,
  }));
  const problems = uneven.map(({ line, record }) => {
    return { line, column: '', reason: `${record.length} fields, the header has ${names.length}` };
  });
  return { lines: lines.filter(({ line }) => !uneven.some((problem) => problem.line === line)), problems };
}

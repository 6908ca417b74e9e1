/** The columns of a gift file. The first two are required; all other columns are ignored. */
export const COLUMNS = ['recipient', 'amount', 'currency', 'department', 'occasion', 'message'] as const;

/** The extra columns of a file of rejected rows. `copy`: which of several identical rows of the first file it is. */
export const ADDED_COLUMNS = ['line', 'copy', 'reason'] as const;

const REQUIRED: readonly Column[] = ['recipient', 'amount'];

export type Column = (typeof COLUMNS)[number];
export type ReadColumn = Column | 'copy';

/** A problem in a file. Lines count from 1, header included; an empty column means the whole line. */
export type Problem = { line: number; column: string; reason: string };

/** What is wrong with a header; names are in lower case. */
export function checkHeader(names: readonly string[]): Problem[] {
  const missing = REQUIRED.filter((name) => !names.includes(name));
  const repeated = names.filter((name, index) => isRead(name) && names.indexOf(name) < index);
  return [
    ...missing.map((column) => problem(column, `this column is missing; the file has ${names.join(', ')}`)),
    ...repeated.map((column) => problem(column, 'this column appears twice')),
  ];
}

function isRead(name: string): boolean {
  return name === 'copy' || COLUMNS.some((column) => column === name);
}

function problem(column: string, reason: string): Problem {
  return { line: 1, column, reason };
}

import type { NamedRoom } from './find-closed-room.ts';
import { isMassLeaving } from './mass-leaving.ts';
import type { KnownPerson } from './match-people.ts';
import type { LeftOutRow, ImportTrouble } from './people-import.ts';
import type { PeopleProblem, PersonRow } from './people-row.ts';
import { type PeoplePlan, planPeople } from './plan-people.ts';
import type { PeopleFile } from './read-people-file.ts';

export type SyncInput = {
  file: PeopleFile;
  known: readonly KnownPerson[];
  departments: readonly NamedRoom[];
  newId: () => string;
  /** Whether people who are not in the file leave. */
  leavers: boolean;
  /** Where new people belong whose row names no department. */
  department?: string | undefined;
};

/** What a file would do that nobody looks at. `bad`: what is wrong with it, and left out. */
export type PlannedSync = {
  bad: LeftOutRow[];
  areAbsentKept: boolean;
  leaving: number;
  active: number;
  isMass: boolean;
} & ({ why: ImportTrouble; plan?: never } | { why?: never; plan: PeoplePlan });

/** So many bad rows are left out of any file; of a large one, a tenth. */
const A_FEW = 3;
const ONE_IN = 10;

/**
 * Plans what a file does that nobody looks at: its good rows count, bad ones are left out and told. Where any is bad, nobody leaves by
 * not being in the file; where more than one in ten is, nothing is done. It has the rights of a directory.
 */
export function planSync({ file, leavers, department, ...known }: SyncInput): PlannedSync {
  const active = known.known.filter(({ isDeactivated }) => !isDeactivated).length;
  const none = { areAbsentKept: false, leaving: 0, active, isMass: false };
  const ofForm = file.problems.map((one) => inFile(file, one));
  if (file.problems.some(({ kind }) => kind !== 'fields-differ'))
    return { ...none, bad: ofForm, why: 'bad-file' };
  const total = file.rows.length + file.problems.length;
  const bad = [...ofForm, ...file.rowProblems.map((one) => inFile(file, one))];
  let rows = withoutBad(file.rows, bad);
  for (;;) {
    const wrong = new Set(bad.map(({ line }) => line)).size;
    if (rows.length === 0 || (wrong > A_FEW && wrong * ONE_IN > total))
      return { ...none, bad, why: 'bad-rows' };
    const deactivateAbsent = leavers && bad.length === 0;
    const options = { deactivateAbsent, ...(department !== undefined && { department }) };
    const plan = planPeople({ ...known, rows, options, asker: 'directory' });
    const found = plan.problems.map((one) => inFile(file, one));
    const left = withoutBad(rows, found);
    bad.push(...found);
    if (found.length === 0)
      return planned(plan, { bad, active, areAbsentKept: leavers && !deactivateAbsent });
    // What cannot be told from any row is wrong with the file.
    if (left.length === rows.length) return { ...none, bad, why: 'bad-file' };
    rows = left;
  }
}

function planned(
  plan: PeoplePlan,
  { active, ...found }: { bad: LeftOutRow[]; active: number; areAbsentKept: boolean },
): PlannedSync {
  const leaving = plan.changes.filter(({ kind }) => kind === 'deactivated').length;
  return { ...found, plan, leaving, active, isMass: isMassLeaving({ leaving, active }) };
}

function withoutBad(rows: readonly PersonRow[], bad: readonly PeopleProblem[]): PersonRow[] {
  const lines = new Set(bad.map(({ line }) => line));
  return rows.filter(({ line }) => line === undefined || !lines.has(line));
}

function inFile({ headers }: PeopleFile, problem: PeopleProblem): LeftOutRow {
  return { ...problem, column: headers.get(problem.field) ?? problem.field };
}

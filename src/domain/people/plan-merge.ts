import type { Refusal } from '#src/domain/outcome.ts';
import { findCircle } from './find-circle.ts';
import type { OpenMatters } from './find-erase-refusal.ts';
import type { KnownPerson } from './match-people.ts';
import { offLimitsOf, type PeopleAsker } from './off-limits.ts';
import type { PlannedPerson } from './plan-people.ts';

/** Two records of one person: `from` is emptied, `into` is kept. */
export type TwoRecords = { from: KnownPerson; into: KnownPerson };

type Surroundings = TwoRecords & {
  known: readonly KnownPerson[];
  /** Undefined where somebody with a shell asks. */
  asker: Exclude<PeopleAsker, 'directory'> | undefined;
  isErased: (personId: string) => boolean;
  open: Omit<OpenMatters, 'balances'>;
  codes: number;
  isFrozen: boolean;
  isInDirectory: boolean;
};

/**
 * What becomes of the two records and of those who report to the first. `merged`: what was merged into the first before, and goes with it.
 * `email` and `employeeNumber`: what moves, where the second has none.
 */
export type PlannedMerge = {
  kept: PlannedPerson;
  reports: PlannedPerson[];
  merged: KnownPerson[];
  email: string | null;
  employeeNumber: string | null;
};

/** How people are once the records are one. */
export function planMerge({ from, into, known }: TwoRecords & Pick<Surroundings, 'known'>): PlannedMerge {
  const managerId = into.managerId === from.id ? managerAbove(from, into) : into.managerId;
  const reports = known
    .filter(({ id, managerId: above }) => above === from.id && id !== into.id)
    .map((before) => ({ before, person: { ...before, managerId: into.id } }));
  return {
    kept: { before: into, person: { ...into, managerId, isGuest: into.isGuest && from.isGuest } },
    reports,
    merged: known.filter(({ mergedInto }) => mergedInto === from.id),
    email: into.email === null ? from.email : null,
    employeeNumber: into.employeeNumber === null ? from.employeeNumber : null,
  };
}

function managerAbove(from: KnownPerson, into: KnownPerson): string | null {
  return from.managerId === into.id ? null : from.managerId;
}

/** Everything that keeps two records from being merged, the most important first. */
export function listMergeRefusals(asked: Surroundings): Refusal[] {
  const { from, into, open, codes } = asked;
  const never = refusalForEver(asked);
  if (never) return [never];
  const refusals = [...refusalsOfAsker(asked), ...refusalsOfPlace(asked)];
  if (open.isLastAdmin && into.role !== 'admin')
    refusals.push({ kind: 'merge-off-limits', why: 'lastAdmin', name: from.name });
  if (asked.isFrozen) refusals.push({ kind: 'merge-off-limits', why: 'frozen', name: from.name });
  if (asked.isInDirectory) refusals.push({ kind: 'merge-off-limits', why: 'directory', name: from.name });
  const counts = { ...open, codes };
  for (const what of ['gifts', 'orders', 'requests', 'approvals', 'codes'] as const) {
    if (counts[what] > 0) refusals.push({ kind: 'merge-open', what, count: counts[what], name: from.name });
  }
  return refusals;
}

/** What no waiting changes. */
function refusalForEver({ from, into, known, isErased }: Surroundings): Refusal | undefined {
  if (from.id === into.id) return { kind: 'merge-off-limits', why: 'same', name: from.name };
  for (const one of [from, into]) {
    const kept = known.find(({ id }) => id === one.mergedInto);
    if (kept) return { kind: 'person-merged', name: one.name, into: kept.name };
    if (isErased(one.id)) return { kind: 'person-erased', name: one.name };
  }
  return undefined;
}

/** Nobody brings another's money to themselves, and who may not link accounts or change an admin may not do so by merging. */
function refusalsOfAsker({ from, into, asker, known }: Surroundings): Refusal[] {
  if (!asker) return [];
  if ([from.id, into.id].includes(asker.id))
    return [{ kind: 'merge-off-limits', why: 'self', name: from.name }];
  const { kept, reports, email } = planMerge({ from, into, known });
  const chatIds = [...into.chatIds, ...from.chatIds];
  const changes: PlannedPerson[] = [
    { before: from, person: { ...from, isDeactivated: true } },
    { ...kept, person: { ...kept.person, chatIds, email: email ?? into.email } },
    ...reports,
  ];
  for (const change of changes) {
    const why = offLimitsOf(asker, change);
    if (why) return [{ kind: 'person-off-limits', why, name: change.before?.name ?? from.name }];
  }
  return [];
}

function refusalsOfPlace({ from, into, known }: Surroundings): Refusal[] {
  if (into.isDeactivated) return [{ kind: 'merge-off-limits', why: 'left', name: into.name }];
  const { kept, reports } = planMerge({ from, into, known });
  const after = [...known, ...reports.map(({ person }) => person), kept.person];
  const managerOf = new Map(after.map(({ id, managerId }) => [id, managerId]));
  return findCircle(into.id, managerOf) ? [{ kind: 'manager-circle', name: into.name }] : [];
}

import { type Change, changesRights, type PeoplePlan } from '#src/domain/people/plan-people.ts';
import type { PeopleFile } from '#src/domain/people/read-people-file.ts';
import { countsOf } from '#src/usecases/people/import-people.ts';
import type { Words } from '#src/words/words.ts';

/** As many names are told; the JSON has all. */
const MOST_NAMES = 20;

/** What an import would do, in lines for people: rights first, then who is left as they are. */
export function peoplePlanLines(
  words: Words,
  file: Pick<PeopleFile, 'unknown'>,
  plan: PeoplePlan,
  { isDry }: { isDry: boolean },
): string[] {
  const { say } = words;
  const { added, updated, departmentsAdded } = countsOf(plan);
  const rights = plan.changes.filter(changesRights);
  const told = [
    ['people.import.rights', newWithRole(plan)],
    ['people.import.skipped', plan.skipped],
    ['people.import.gone', plan.gone.map(({ name }) => name)],
    ['people.import.absent', plan.absent.filter((one) => !leaves(plan, one.id)).map(({ name }) => name)],
  ] as const;
  return [
    ...(isDry ? [say('people.import.dry', { added, updated })] : []),
    ...(departmentsAdded.length > 0
      ? [say('people.import.departments', { names: departmentsAdded.join(', ') })]
      : []),
    ...(rights.length > 0 ? [say('people.import.changes')] : []),
    ...rights.map((change) => `  ${changeText(words, change)}`),
    ...told.flatMap(([key, names]) =>
      names.length > 0 ? [say(key, { names: someNames(words, names) })] : [],
    ),
    ...(file.unknown.length > 0 ? [say('people.import.ignored', { columns: file.unknown.join(', ') })] : []),
  ];
}

/** The same for programs. */
export function peoplePlanJson({ unknown }: Pick<PeopleFile, 'unknown'>, plan: PeoplePlan) {
  return {
    ...countsOf(plan),
    changes: plan.changes.map(({ personId, name, kind, from, to }) => ({ personId, name, kind, from, to })),
    absent: plan.absent,
    gone: plan.gone.map(({ id, name }) => ({ id, name })),
    skipped: plan.skipped,
    unusedColumns: unknown,
  };
}

/** A change in words, from what to what. */
export function changeText({ say }: Words, { kind, name, from, to }: Change): string {
  return say(`people.change.${kind}`, { name, from: from || 'none', to: to || 'none' });
}

function newWithRole({ people }: PeoplePlan): string[] {
  return people.flatMap(({ before, person }) =>
    before || person.role === 'employee' ? [] : [`${person.name} (${person.role})`],
  );
}

function leaves({ changes }: PeoplePlan, id: string): boolean {
  return changes.some(({ personId, kind }) => personId === id && kind === 'deactivated');
}

function someNames({ say }: Words, names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).join(', ');
  const count = names.length - MOST_NAMES;
  return count > 0 ? say('people.import.more', { names: first, count }) : first;
}

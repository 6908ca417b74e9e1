import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { MAX_PEOPLE } from '#src/domain/people/people.ts';
import { describeRef } from '#src/domain/people/person-ref.ts';

/** A person as a request names them, with everybody that this may mean. */
export type Candidate = { ref: PersonRef; people: readonly Person[] };

/**
 * Why a request cannot be granted because of its groups or because it names too many people: no member of a group is
 * silently skipped.
 *
 * @param meant the candidates without the group members who are skipped.
 */
export function findGroupRefusal(
  candidates: readonly Candidate[],
  meant: readonly Candidate[],
): Refusal | undefined {
  for (const { ref } of candidates) {
    if (ref.by === 'group' && ref.size === undefined) return { kind: 'unknown-group', name: ref.name };
    if (ref.by === 'group' && ref.size === 0) return { kind: 'empty-group', name: ref.name };
  }
  const people = meant.reduce((sum, { ref }) => sum + (ref.by === 'group' ? (ref.size ?? 1) : 1), 0);
  if (people > MAX_PEOPLE) return { kind: 'too-many-people', people, most: MAX_PEOPLE };

  const empty = groupsOf(candidates).find((name) => !groupsOf(meant).includes(name));
  if (empty !== undefined) return { kind: 'empty-group', name: empty };
  return findUnknownMembers(meant);
}

function findUnknownMembers(meant: readonly Candidate[]): Refusal | undefined {
  const unknown = meant.filter(({ ref, people }) => groupOf(ref) !== undefined && people.length === 0);
  const [first] = unknown;
  const group = first && groupOf(first.ref);
  if (group === undefined) return undefined;
  const names = unknown.filter(({ ref }) => groupOf(ref) === group).map(({ ref }) => describeRef(ref));
  return { kind: 'unknown-members', group, names };
}

function groupsOf(candidates: readonly Candidate[]): string[] {
  return candidates.flatMap(({ ref }) => {
    if (ref.by !== 'chat') return [];
    const { viaGroup = [], alsoIn = [] } = ref;
    return [viaGroup, alsoIn].flat();
  });
}

function groupOf(ref: PersonRef): string | undefined {
  return ref.by === 'chat' ? ref.viaGroup : undefined;
}

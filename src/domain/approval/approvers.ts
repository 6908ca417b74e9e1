import { deedsOf, type Relation } from '#src/domain/people/access.ts';
import { ROLES, type Role } from '#src/domain/people/roles.ts';
import type { ApprovalKind } from '#src/domain/states.ts';

/** An active person whose role lets them decide about money. */
export type Decider = { personId: string; departmentId: string; role: Role };

/** What needs a decision. `excluded`: the requester and everybody who would get the money. */
export type ApproverQuery = { kind: ApprovalKind; departmentId: string; excluded: readonly string[] };

const IN_DEPARTMENT = rolesThatDecide('department');
const IN_ORGANIZATION = rolesThatDecide('all');

function rolesThatDecide(relation: Relation): readonly Role[] {
  return ROLES.filter((role) => deedsOf(role, 'approval', relation).includes('decide'));
}

/** Those who decide, as if one of them had another role, or somebody else had one. A role that decides nothing counts for nothing. */
export function withDecider(deciders: readonly Decider[], one: Decider): Decider[] {
  return [...deciders.filter(({ personId }) => personId !== one.personId), one];
}

/** Whether a role decides about a department's gifts, or about anybody's money. */
export function decides(role: Role): boolean {
  return IN_DEPARTMENT.includes(role) || IN_ORGANIZATION.includes(role);
}

/** Whether a role decides about its own department's gifts alone. */
export function decidesNearAlone(role: Role): boolean {
  return IN_DEPARTMENT.includes(role) && !IN_ORGANIZATION.includes(role);
}

/**
 * Who may decide: for a gift, the department's approvers and admins; for everything else, or if none of these is left,
 * the organization's finance and admins.
 *
 * `delegates` says who stands in for people who are away, keyed by the id of the one who is away.
 */
export function chooseApprovers(
  question: ApproverQuery,
  deciders: readonly Decider[],
  delegates: ReadonlyMap<string, string>,
): string[] {
  function available(chosen: readonly Decider[]): string[] {
    const ids = chosen.map(({ personId }) => standIn(personId, delegates));
    return [...new Set(ids)].filter((id) => !question.excluded.includes(id));
  }
  const near = deciders.filter(
    ({ departmentId, role }) => departmentId === question.departmentId && IN_DEPARTMENT.includes(role),
  );
  const chosen = question.kind === 'gift' ? available(near) : [];
  return chosen.length > 0
    ? chosen
    : available(deciders.filter(({ role }) => IN_ORGANIZATION.includes(role)));
}

/** Follows the chain when a delegate is away too. */
function standIn(
  personId: string,
  delegates: ReadonlyMap<string, string>,
  passed: readonly string[] = [],
): string {
  const delegate = delegates.get(personId);
  if (!delegate || passed.includes(personId)) return personId;
  return standIn(delegate, delegates, [...passed, personId]);
}

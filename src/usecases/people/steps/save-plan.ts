import { passApprovalsOn } from '#src/db/approval/approval.ts';
import { deleteMailLinks } from '#src/db/people/mail-link.ts';
import { type Activity, insertActivities } from '#src/db/ledger/activity.ts';
import { insertDepartment } from '#src/db/people/department.ts';
import type { Organization } from '#src/db/people/organization.ts';
import { saveIdentities } from '#src/db/people/identity.ts';
import { saveTokensEnded } from '#src/db/session/api-token.ts';
import { saveSessionsEnded } from '#src/db/session/session.ts';
import { saveMailedReplaced } from '#src/db/session/sign-in.ts';
import { saveDeactivatedAt, savePeople } from '#src/db/people/person.ts';
import { expireResetsOf } from '#src/db/session/factor-reset.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { ApiToken } from '#src/domain/session/api-token.ts';
import { foldText } from '#src/domain/kit/fold.ts';
import { givesAddress } from '#src/domain/people/given-account.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import type { PeoplePlan, PlannedPerson } from '#src/domain/people/plan-people.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { endFactors } from '#src/usecases/kit/end-factors.ts';
import { holdRights } from './hold-rights.ts';
import { tellOfPlan } from './tell-of-plan.ts';

/**
 * Writes what a plan says, with a line in the record for each person. Whoever leaves or has another role can decide
 * nothing from now on: open approvals pass on to those who may. `reason` and `note` are kept with each line.
 *
 * A role, or an account of somebody with a role, that needs the word of a second person is proposed, and everything else is written.
 * `isConsented`: there is that word.
 *
 * @returns a refusal for each that waits.
 */
export async function savePlan(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organization,
    plan,
    actorId,
    reason = '',
    note = {},
    isConsented = false,
  }: {
    organization: Organization;
    plan: Pick<PeoplePlan, 'people' | 'departments'>;
    actorId: string | null;
    reason?: string | undefined;
    note?: Record<string, unknown>;
    isConsented?: boolean;
  },
): Promise<Refusal[]> {
  const { id: organizationId, currency, timeZone } = organization;
  const { people, waiting } = isConsented
    ? { people: plan.people.map((one) => ({ ...one, note: {} })), waiting: [] }
    : await holdRights(deps, tx, { organizationId, people: plan.people, actorId, reason });
  for (const { id, name } of plan.departments) {
    await insertDepartment(tx, { organizationId, id, name, currency, region: '', timeZone });
  }
  await savePeople(
    tx,
    people.map(({ person }) => ({ ...person, organizationId, prefers: 'chat' })),
  );
  await saveIdentities(
    tx,
    people.flatMap((one) => newIdentities(organizationId, one)),
  );
  const { leftIds, endedTokens } = await saveLeaving(tx, organizationId, { people });
  await tellOfPlan(deps, tx, { organizationId, people, endedTokens, actorId });
  await endMailed(tx, organizationId, people.filter(hasMoved));
  await endFactors(deps, tx, { organizationId, personIds: leftIds, actorId, why: 'deactivated' });
  await expireResetsOf(tx, { organizationId, personIds: leftIds });
  const why = reason === '' ? {} : { reason };
  await insertActivities(
    tx,
    people.map((one) =>
      activityOf(deps, tx, { organizationId, one, actorId, note: { ...why, ...note, ...one.note } }),
    ),
  );
  return waiting;
}

function newIdentities(organizationId: string, { person, before }: PlannedPerson) {
  const known = new Set(before?.chatIds.map(({ platform, userId }) => `${platform}:${userId}`));
  return person.chatIds
    .filter(({ platform, userId }) => !known.has(`${platform}:${userId}`))
    .map((user) => ({ ...user, organizationId, personId: person.id, workspaceId: null }));
}

/** Whether mail that went out before may be read by somebody else now. */
function hasMoved({ person, before }: PlannedPerson): boolean {
  return Boolean(before?.email) && foldText(before?.email ?? '') !== foldText(person.email ?? '');
}

/** Nothing that was mailed to an address that is no longer theirs acts as them. */
async function endMailed(tx: Tx, organizationId: string, people: readonly PlannedPerson[]): Promise<void> {
  const ids = people.map(({ person }) => person.id);
  await deleteMailLinks(tx, organizationId, ids);
  await saveMailedReplaced(tx, organizationId, ids);
}

/** Returns the ids of those who leave now, and their tokens, which ended. */
async function saveLeaving(
  tx: Tx,
  organizationId: string,
  { people }: { people: readonly PlannedPerson[] },
): Promise<{ leftIds: string[]; endedTokens: ApiToken[] }> {
  const left = people.filter(({ person, before }) => person.isDeactivated && before?.isDeactivated === false);
  const back = people.filter(({ person, before }) => !person.isDeactivated && before?.isDeactivated === true);
  const leftIds = left.map(({ person }) => person.id);
  await saveDeactivatedAt(tx, organizationId, leftIds, tx.now);
  await saveDeactivatedAt(
    tx,
    organizationId,
    back.map(({ person }) => person.id),
    null,
  );
  await deleteMailLinks(tx, organizationId, leftIds);
  await saveSessionsEnded(tx, { organizationId, personIds: leftIds });
  const endedTokens = await saveTokensEnded(tx, { organizationId, personIds: leftIds });
  if (people.some(decidesOtherwise)) {
    tx.after('advance-approvals', await passApprovalsOn(tx, organizationId));
  }
  return { leftIds, endedTokens };
}

/** Whether who decides about money may be another now. */
function decidesOtherwise({ person, before }: PlannedPerson): boolean {
  if (!before) return false;
  return (
    person.isDeactivated !== before.isDeactivated ||
    person.role !== before.role ||
    person.departmentId !== before.departmentId
  );
}

/** Ids and rights as they were and are. Names and addresses are not kept here: the record outlives an erased person. */
function stateOf({ role, departmentId, managerId, isGuest, isDeactivated }: KnownPerson) {
  return { role, departmentId, managerId, isGuest, isDeactivated };
}

function activityOf(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organizationId,
    one,
    actorId,
    note,
  }: {
    organizationId: string;
    one: PlannedPerson;
    actorId: string | null;
    note: Record<string, unknown>;
  },
): Activity {
  const { person, before } = one;
  const { role, departmentId } = person;
  const base = {
    organizationId,
    id: newId(),
    at: tx.now,
    subjectId: person.id,
    actorId,
  };
  if (!before) return { ...base, kind: 'person.imported', detail: { role, departmentId, ...note } };
  return {
    ...base,
    kind: kindOf(person, before),
    detail: {
      before: stateOf(before),
      after: stateOf(person),
      texts: changedTexts(person, before),
      ...(givesAddress(one) && { newAddress: true }),
      ...note,
    },
  };
}

function kindOf(person: KnownPerson, before: KnownPerson) {
  if (person.isDeactivated === before.isDeactivated) return 'person.changed';
  return person.isDeactivated ? 'person.deactivated' : 'person.reactivated';
}

function changedTexts(person: KnownPerson, before: KnownPerson): string[] {
  const texts = ['name', 'email', 'region', 'employeeNumber'] as const;
  return texts.filter((text) => person[text] !== before[text]);
}

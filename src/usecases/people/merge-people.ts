import { insertActivities } from '#src/db/ledger/activity.ts';
import { accountNamed, lockAccounts, postEntries } from '#src/db/ledger/account.ts';
import { forgetLimitsOf } from '#src/db/budget/limit-usage.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import { findOpenMatters, isErased } from '#src/db/people/erased-person.ts';
import { listKnownPeople } from '#src/db/people/known-people.ts';
import { getOrganization, lockPeople, type Organization } from '#src/db/people/organization.ts';
import {
  findUnsettled,
  insertMerge,
  lockRecords,
  moveIdentities,
  moveNames,
  moveReferences,
} from '#src/db/people/person-merge.ts';
import { type AccountBalance, listHoldings } from '#src/db/wallet/holdings.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Proposal, ProposedChange } from '#src/domain/budget/proposal.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { hasRole } from '#src/domain/people/given-account.ts';
import { rightsOfBoth } from '#src/domain/people/given-role.ts';
import type { KnownPerson } from '#src/domain/people/match-people.ts';
import { listMergeRefusals, type PlannedMerge, planMerge } from '#src/domain/people/plan-merge.ts';
import {
  askSecondForRight,
  type Consent,
  fateOfRight,
  type RightAnswer,
} from '#src/usecases/kit/ask-second-person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { refreshCards } from '#src/usecases/kit/refresh-cards.ts';
import type { PeopleKeeper } from './change-person.ts';
import { askerAmong } from './steps/asker-among.ts';
import { accountsOfMove, moveActivities, planMoveEntry } from './steps/move-holdings.ts';
import { savePlan } from './steps/save-plan.ts';

/** Two records of one person: the first is emptied into the second, which is kept. */
export type MergeRequest = PeopleKeeper & { fromId: string; intoId: string };

/** What merging two records would do, and everything that is in its way. */
export type MergePreview = {
  from: KnownPerson;
  into: KnownPerson;
  refusals: Refusal[];
  plan: PlannedMerge;
  holdings: AccountBalance[];
  actorId: string | null;
  /** Whether a second person has to confirm it first. */
  waits: boolean;
};

type MergeDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Looks at two records without doing anything. Refused for askers who do not keep people, and for records that are not there. */
export function previewMerge(
  { db }: Pick<Deps, 'db'>,
  organization: Organization,
  request: MergeRequest,
): Promise<Outcome<MergePreview>> {
  return look(db, organization, request);
}

/**
 * Merges two records of one person. Money moves by one entry; accounts, address, number and reports move where the kept record has
 * room for them. The other record leaves, and whoever asks for it finds the kept one. What happened to it stays with it, and is
 * shown and counted with the kept one.
 *
 * Refused while anything of the first record is open, while one of them is the asker's own or was merged or erased before, and where
 * the asker may not make one of the changes alone. Where one of them has a role, it waits for a second person if the organization asks
 * one.
 */
export async function mergePeople(
  deps: MergeDeps,
  organization: Organization,
  request: MergeRequest,
): Promise<Outcome<MergePreview>> {
  return transact(deps, async (tx) => {
    const looked = await lookAndLock(tx, organization, request);
    if (!looked.ok) return looked;
    const answer = await askToMerge(deps, tx, organization, looked.value);
    if (answer.waits) return refused(answer.waits);
    await merge(deps, tx, organization, looked.value, answer.note);
    return looked;
  });
}

/** Merges two records on the word of a second person. Refused where rights of one of them have changed since. */
export async function mergeOnWord(
  deps: Pick<MergeDeps, 'newId'>,
  tx: Tx,
  { organizationId, id: proposalId, change, basis, proposedBy }: MergeProposal,
  consent: Consent,
): Promise<Outcome<undefined>> {
  const { recordId: fromId, keptId: intoId } = change;
  const organization = await getOrganization(tx, organizationId);
  const proposer = proposedBy === null ? undefined : await getPerson(tx, organizationId, proposedBy);
  const keeper = proposer ? { by: proposer } : { actorId: null };
  const looked = await lookAndLock(tx, organization, { fromId, intoId, ...keeper });
  if (!looked.ok) return looked;
  if (rightsOfBoth(looked.value) !== basis) return refused({ kind: 'setting-changed' });
  await merge(deps, tx, organization, looked.value, { ...consent, proposalId });
  return done(undefined);
}

type MergeProposal = Pick<Proposal, 'organizationId' | 'id' | 'basis' | 'proposedBy'> & {
  change: Extract<ProposedChange, { kind: 'merge' }>;
};

async function lookAndLock(
  tx: Tx,
  organization: Organization,
  request: MergeRequest,
): Promise<Outcome<MergePreview>> {
  await lockPeople(tx, organization.id);
  await lockDepartments(tx, organization.id);
  await lockRecords(tx, organization.id, [request.fromId, request.intoId]);
  const looked = await look(tx, organization, request);
  const [refusal] = looked.ok ? looked.value.refusals : [];
  return refusal ? refused(refusal) : looked;
}

/** Accounts move with a merge, and with them the rights of whoever is kept: a role on either side needs a second person. */
async function askToMerge(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { id: organizationId }: Organization,
  preview: MergePreview,
): Promise<RightAnswer> {
  const { from, into, actorId } = preview;
  if (![from, into].some(hasRole)) return { note: {} };
  const change = { kind: 'merge' as const, recordId: from.id, keptId: into.id };
  const basis = rightsOfBoth(preview);
  return askSecondForRight(deps, tx, { organizationId, change, basis, actorId, reason: '', name: into.name });
}

async function look(
  db: Reader,
  { id: organizationId }: Organization,
  { fromId, intoId, by, actorId = null }: MergeRequest,
): Promise<Outcome<MergePreview>> {
  const known = await listKnownPeople(db, organizationId);
  const asker = askerAmong(known, by);
  if (!asker.ok) return asker;
  const from = known.find(({ id }) => id === fromId);
  const into = known.find(({ id }) => id === intoId);
  if (!from || !into) return refused({ kind: 'unknown-person' });
  const ref = { organizationId, personId: fromId };
  const erasedIds: string[] = [];
  for (const personId of [fromId, intoId]) {
    if (await isErased(db, { organizationId, personId })) erasedIds.push(personId);
  }
  const unsettled = await findUnsettled(db, ref);
  const refusals = listMergeRefusals({
    ...unsettled,
    from,
    into,
    known,
    asker: asker.value,
    isErased: (id) => erasedIds.includes(id),
    open: await findOpenMatters(db, ref),
  });
  const holdings = await listHoldings(db, { organizationId, id: fromId });
  const plan = planMerge({ from, into, known });
  const doer = asker.value?.id ?? actorId;
  const change = { kind: 'merge' as const, recordId: from.id, keptId: into.id };
  const fate = [from, into].some(hasRole)
    ? await fateOfRight(db, { organizationId, change, actorId: doer })
    : 'given';
  return done({ from, into, refusals, plan, holdings, actorId: doer, waits: fate === 'waits' });
}

async function merge(
  deps: Pick<MergeDeps, 'newId'>,
  tx: Tx,
  organization: Organization,
  { from, into, plan, actorId }: MergePreview,
  word: { alone?: string } | (Consent & { proposalId: string }),
): Promise<void> {
  const organizationId = organization.id;
  const mergeId = deps.newId();
  const records = { organizationId, personId: from.id, keptId: into.id };
  const left = from.isDeactivated ? [] : [{ before: from, person: { ...from, isDeactivated: true } }];
  const people = [...left, ...plan.reports, ...(isChanged(plan) ? [plan.kept] : [])];
  await savePlan(deps, tx, {
    organization,
    plan: { people, departments: [] },
    actorId,
    note: { by: 'merge', mergeId },
    isConsented: true,
  });
  const accounts = await moveIdentities(tx, records);
  await moveReferences(tx, { ...records, newId: deps.newId });
  await moveNames(tx, records, plan);
  await moveMoney(deps, tx, { ...records, mergeId, actorId });
  await insertMerge(tx, { ...records, id: mergeId, mergedBy: actorId });
  await forgetLimitsOf(tx, organizationId, [from.id, into.id]);
  const base = { organizationId, at: tx.now, actorId };
  const texts = [
    ...(plan.email === null ? [] : ['email']),
    ...(plan.employeeNumber === null ? [] : ['employeeNumber']),
  ];
  await insertActivities(tx, [
    ...accounts.map(({ platform, userId }) => ({
      ...base,
      id: deps.newId(),
      kind: 'identity.linked' as const,
      subjectId: into.id,
      detail: { platform, userId, by: 'merge', mergeId },
    })),
    {
      ...base,
      id: deps.newId(),
      kind: 'person.merged',
      subjectId: from.id,
      detail: { mergeId, keptId: into.id, texts, roles: [from.role, into.role], ...word },
    },
  ]);
  await refreshCards(tx, organizationId, [from.id, into.id]);
}

function isChanged({ kept: { before, person } }: PlannedMerge): boolean {
  return before?.managerId !== person.managerId || before.isGuest !== person.isGuest;
}

/** All that the record holds by now, in each currency and of each grant. */
async function moveMoney(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  {
    organizationId,
    personId,
    keptId,
    mergeId,
    actorId,
  }: { organizationId: string; personId: string; keptId: string; mergeId: string; actorId: string | null },
): Promise<void> {
  const found = await listHoldings(tx, { organizationId, id: personId });
  const accounts = await lockAccounts(tx, accountsOfMove({ holdings: found, keptId }), deps.newId);
  const holdings = found.flatMap(({ account }) => {
    const amountMinor = accountNamed(accounts, account).balance;
    return amountMinor > 0n ? [{ account, amountMinor }] : [];
  });
  const move = { organizationId, subject: { type: 'merge' as const, id: mergeId }, holdings, keptId };
  await postEntries(tx, planMoveEntry(deps, tx, { ...move, accounts }), accounts);
  await insertActivities(tx, moveActivities(deps, tx, { ...move, actorId }));
}

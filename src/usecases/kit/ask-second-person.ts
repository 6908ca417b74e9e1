import { findOpenLike, insertProposal, findProposal } from '#src/db/budget/proposal.ts';
import { asksSecondPerson, findSecondPerson } from '#src/db/budget/second-person.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getPerson, listPeople } from '#src/db/people/person.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import {
  type ProposedChange,
  type Proposal,
  PROPOSAL_MS,
  RIGHT_TO_CHANGE,
  type RightsChange,
  startOf,
  whoGains,
  whyOf,
} from '#src/domain/budget/proposal.ts';
import { needsSecondPerson, NOBODY_ELSE, type Weight } from '#src/domain/budget/second-person.ts';
import { storeMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { grantsThemselves, mayAct } from '#src/domain/people/access.ts';
import type { Deps } from './deps.ts';
import { notify } from './notify.ts';

/** The word of a second person. `confirmedBy`: null for whoever runs the program. */
export type Consent = { confirmedBy: string | null };

/** A change that somebody asks for. `id`: makes asking twice harmless. */
export type AskedChange = {
  organizationId: string;
  id: string | undefined;
  change: ProposedChange;
  weight: Weight;
  currency: string;
  /** The version of what it is based on; what it is compared with when it is confirmed. */
  basis: string;
  actorId: string | null;
  reason: string | undefined;
};

/**
 * What keeps a change from being made at once: it comes to more than one person may change alone. Then it is proposed, whatever else
 * becomes of the transaction, and those who may confirm it are told. Undefined when one person is enough, or a second one consents.
 */
export async function askSecondPerson(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  asked: AskedChange,
  consent: Consent | undefined,
): Promise<Refusal | undefined> {
  const { organizationId, weight, currency } = asked;
  if (consent || weight === undefined) return undefined;
  const { setting } = await findSecondPerson(tx, organizationId);
  const over = setting[currency];
  if (!needsSecondPerson(over, weight)) return undefined;
  const lacking = await refuseWithoutRight(tx, asked);
  if (lacking) return lacking;
  const waits = await propose(deps, tx, { ...asked, id: asked.id ?? deps.newId(), weight });
  if ('kind' in waits) return waits;
  return {
    kind: 'second-person-asked',
    over: storeMoney({ amountMinor: must(over, 'amount above which one is asked'), currency }),
    ...waits,
  };
}

/** Rights that somebody wants to give. `basis`: what they are based on. `name`: whom, or what, it is about. */
export type AskedRight = {
  organizationId: string;
  change: RightsChange;
  basis: string;
  actorId: string | null;
  reason: string;
  name: string;
};

/** What comes of asking: it waits, or the right is given at once, with what the record says of that. */
export type RightAnswer = { waits: Refusal } | { waits?: undefined; note: { alone?: string } };

/**
 * What keeps rights from being given at once, where the organization asks a second person for anything: they are proposed, whatever
 * else becomes of the transaction. Asked again while it waits, it is the same proposal. Nothing where nobody is asked; and where
 * whoever runs the program gives them while nobody could confirm it, such as the first admin: the record says so.
 */
export async function askSecondForRight(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { name, ...asked }: AskedRight,
): Promise<RightAnswer> {
  const { organizationId, change, actorId } = asked;
  const fate = await fateOfRight(tx, asked);
  if (fate !== 'waits') return { note: fate === 'alone' ? { alone: NOBODY_ELSE } : {} };
  const { currency } = await getOrganization(tx, organizationId);
  const same = await findOpenLike(tx, { ...asked, proposedBy: actorId }, tx.now);
  const waits = await propose(deps, tx, { ...asked, id: same ?? deps.newId(), weight: 'no-limit', currency });
  return {
    waits: 'kind' in waits ? waits : { kind: 'second-person-for-right', what: change.kind, name, ...waits },
  };
}

/** Whether a right would wait for a second person; `alone`: it would not, only because nobody could confirm it. */
export async function fateOfRight(
  db: Reader,
  { organizationId, change, actorId }: Pick<AskedRight, 'organizationId' | 'change' | 'actorId'>,
): Promise<'given' | 'alone' | 'waits'> {
  if (!(await asksSecondPerson(db, organizationId))) return 'given';
  if (actorId !== null) return 'waits';
  const confirmers = await listConfirmers(db, { organizationId, change, proposedBy: null });
  return confirmers.length === 0 ? 'alone' : 'waits';
}

type Proposed = Omit<AskedChange, 'id' | 'weight'> & { id: string; weight: Exclude<Weight, undefined> };
/** Until when it waits. `alone`: nobody else could confirm it but whoever runs the program. */
type Waits = { until: string; timeZone: string; alone: 'yes' | 'no' };

async function propose(deps: Pick<Deps, 'newId'>, tx: Tx, asked: Proposed): Promise<Waits | Refusal> {
  const { organizationId, change, actorId } = asked;
  const proposal = { ...asked, ...madeBy(tx, actorId) };
  const proposedAt = tx.now;
  const expiresAt = endOf(change, proposedAt);
  const made = { ...proposal, reason: asked.reason ?? '', proposedAt, expiresAt };
  tx.keepOnRefusal();
  const isNew = await insertProposal(tx, made);
  const confirmers = await listConfirmers(tx, { organizationId, change, proposedBy: actorId });
  if (isNew) await tell(deps, tx, made, confirmers);
  const stands = isNew ? undefined : must(await findProposal(tx, made), `proposal ${made.id}`);
  if (stands && stands.status !== 'open') return { kind: 'proposal-over', status: stands.status };
  const until = (stands?.expiresAt ?? expiresAt).toISOString();
  const { timeZone } = await getOrganization(tx, organizationId);
  return { until, timeZone, alone: confirmers.length === 0 ? 'yes' : 'no' };
}

/** What is to hold from an instant on can be confirmed until then. */
function endOf(change: ProposedChange, proposedAt: Date): Date {
  const latest = new Date(proposedAt.getTime() + PROPOSAL_MS);
  const from = startOf(change);
  return from && from < latest ? from : latest;
}

/** Who is on record for it: a person, or whoever runs the program. */
function madeBy(
  { operator }: Pick<Tx, 'operator'>,
  actorId: string | null,
): { proposedBy: string | null; byOperator: string | null } {
  return { proposedBy: actorId, byOperator: actorId === null ? (operator ?? 'Largesse') : null };
}

/** What nobody could confirm is not proposed: it takes the right from both. */
async function refuseWithoutRight(
  tx: Tx,
  { organizationId, actorId, change }: AskedChange,
): Promise<Refusal | undefined> {
  if (actorId === null) return undefined;
  const actor = await getPerson(tx, organizationId, actorId);
  if (mayAct(actor, RIGHT_TO_CHANGE[change.kind])) return undefined;
  return { kind: 'budget-not-allowed', role: actor.role };
}

async function tell(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  proposal: Omit<Proposal, 'status' | 'decidedBy'>,
  readerIds: readonly string[],
): Promise<void> {
  const { organizationId, id, proposedBy, byOperator, change, currency, weight, reason } = proposal;
  const amountMinor = weight === 'no-limit' ? null : weight.toString();
  const detail = {
    proposalId: id,
    change: change.kind,
    currency,
    amountMinor,
    ...departmentOf(change),
    reason,
  };
  const subjectId = change.kind === 'account' ? change.personId : null;
  const made = { organizationId, id: deps.newId(), at: tx.now, actorId: proposedBy, subjectId, detail };
  await insertActivities(tx, [{ ...made, kind: 'proposal.made' }]);
  const maker = proposedBy === null ? undefined : await getPerson(tx, organizationId, proposedBy);
  const proposer = maker?.name ?? byOperator ?? '';
  const money = amountMinor === null ? null : { amountMinor, currency };
  const news = { proposer, change: change.kind, money, reason: whyOf(proposal) };
  await notify(
    deps,
    tx,
    readerIds.map((personId) => ({
      organizationId,
      personId,
      subjectId: id,
      kind: 'proposal.made' as const,
      detail: news,
    })),
  );
}

/** The ids of those who have the right, gain nothing by it, and did not propose it. */
async function listConfirmers(
  db: Reader,
  {
    organizationId,
    change,
    proposedBy,
  }: { organizationId: string; change: ProposedChange; proposedBy: string | null },
): Promise<string[]> {
  const people = await listPeople(db, organizationId);
  return people
    .filter((one) => one.id !== proposedBy && mayAct(one, RIGHT_TO_CHANGE[change.kind]))
    .filter((one) => !grantsThemselves(one, whoGains(change)))
    .map(({ id }) => id);
}

function departmentOf(change: ProposedChange): { departmentId?: string } {
  const { departmentId } = whoGains(change);
  return departmentId ? { departmentId } : {};
}

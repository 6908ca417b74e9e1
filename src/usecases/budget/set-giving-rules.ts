import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockDepartments } from '#src/db/people/department.ts';
import {
  type FoundRules,
  findRules,
  insertGivingPolicy,
  type RulesScope,
} from '#src/db/budget/giving-policy.ts';
import { insertPlannedChange } from '#src/db/budget/planned-change.ts';
import { findSettingVersion } from '#src/db/budget/setting-version.ts';
import { forgetLimitUsage } from '#src/db/budget/limit-usage.ts';
import { settingTime } from '#src/db/kit/setting.ts';
import { rehearse, transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import {
  changeRules,
  type GivingRules,
  mergeChanges,
  NO_RULES,
  type RulesChanges,
  storeRules,
} from '#src/domain/budget/giving-rules.ts';
import { heaviest, weightOfRules } from '#src/domain/budget/second-person.ts';
import { cardItemOf } from '#src/domain/budget/gift-kind.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { askSecondPerson, type Consent } from '#src/usecases/kit/ask-second-person.ts';
import { checkMark, type SettingMark } from './steps/check-mark.ts';
import { findCardOffer } from './steps/find-card-offer.ts';
import { findContradiction } from './steps/find-contradiction.ts';
import { planDetail } from './steps/plan-detail.ts';
import { refuseOwnGrant } from './steps/refuse-own-grant.ts';

export type SetRules = SettingMark & {
  scope: RulesScope;
  /** 'cleared': the department follows its organization again. */
  rules: RulesChanges | 'cleared';
  actorId: string | null;
};

type RulesDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'rewardProviders'>;

/**
 * Changes the giving rules of all departments in a currency, or what one department has of its own; they apply to every
 * decision from now on, or from a later instant. Returns the rules in force then. Rules that contradict each other are refused, also where they would
 * in a department that follows them, a last day for gifts sooner than the law of its region allows, and a gift card that cannot be
 * bought here, or not in the currency of the gifts.
 *
 * Waits for the batches being decided in any department: what they give counts against a new limit.
 */
export async function setGivingRules(deps: RulesDeps, asked: SetRules): Promise<Outcome<GivingRules>> {
  return transact(deps, (tx) => setRulesIn(deps, tx, asked));
}

/** What `setGivingRules` would make of it now. */
export async function planGivingRules(deps: RulesDeps, asked: SetRules): Promise<Outcome<GivingRules>> {
  return rehearse(deps, (tx) => setRulesIn(deps, tx, asked, 'planned'));
}

/** The same in a transaction, with the word of a second person where there is one. */
export async function setRulesIn(
  deps: Pick<Deps, 'newId' | 'rewardProviders'>,
  tx: Tx,
  asked: SetRules,
  consent?: Consent | 'planned',
): Promise<Outcome<GivingRules>> {
  const { scope, rules: changes, from } = asked;
  const { organizationId, departmentId, currency } = scope;
  await lockDepartments(tx, organizationId);
  const mark = await checkMark(tx, { what: 'rules', ...scope }, asked);
  if (mark === 'changed') return refused({ kind: 'setting-changed' });
  const subject = { organization_id: organizationId, department_id: departmentId, currency };
  const at = from ?? (await settingTime(tx, 'giving_policy', subject));
  const before = await findRules(tx, scope, at);
  if (mark === 'repeat') return done(before.rules);
  if (from && from <= tx.now) return refused({ kind: 'plan-not-ahead' });
  const after = await applied(tx, { scope, before, changes, at });
  const refusal = await refuseAlone(deps, tx, { asked, before: before.rules, after: after.rules }, consent);
  if (refusal) return refused(refusal);
  const noCard = await refusalOfCard(deps, tx, { scope, changes });
  if (noCard) return refused(noCard);
  const id = asked.id ?? deps.newId();
  await insert(tx, { asked, id, at, after });
  const conflict = await findContradiction(tx, scope, at);
  if (conflict) return refused(conflict);
  if (!from) await forgetLimitUsage(tx, organizationId, currency);
  const word = consent === 'planned' ? undefined : consent;
  await note(deps, tx, { asked, id, at, before: before.rules, after, consent: word });
  return done(after.rules);
}

type SetAt = { asked: SetRules; id: string; at: Date; after: Applied };

/** Rules that hold at once are kept as they are then; planned ones as what they change, over what else holds by then. */
async function insert(tx: Tx, { asked, id, at, after }: SetAt): Promise<void> {
  const { scope, rules, from, actorId } = asked;
  if (!from) return insertGivingPolicy(tx, { ...scope, id, ...after, setAt: at, setBy: actorId });
  const { organizationId, departmentId, currency } = scope;
  const change = { kind: 'rules' as const, departmentId, rules };
  return insertPlannedChange(tx, { organizationId, id, change, currency, from, plannedBy: actorId });
}

async function note(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  noted: SetAt & { before: GivingRules; consent: Consent | undefined },
): Promise<void> {
  const { asked, id, at, before, after, consent } = noted;
  const { scope, from, rules, reason, actorId } = asked;
  const { organizationId, departmentId, currency } = scope;
  const { differences } = after;
  const detail = {
    departmentId,
    currency,
    before: storeRules(before),
    rules: storeRules(after.rules),
    ...(differences && { differences: storeRules(differences) }),
    ...(from && planDetail({ id, from, change: { kind: 'rules', departmentId, rules } })),
    ...(reason && { reason }),
    ...consent,
  };
  const kind = from ? ('policy.planned' as const) : ('policy.set' as const);
  const activity = { organizationId, id: deps.newId(), at: from ? tx.now : at, kind, actorId, detail };
  await insertActivities(tx, [activity]);
}

/** Why whoever sets them may not do so alone, if so. */
async function refuseAlone(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { asked, before, after }: { asked: SetRules; before: GivingRules; after: GivingRules },
  consent: Consent | 'planned' | undefined,
): Promise<Refusal | undefined> {
  const { scope, rules, actorId, id, reason, from } = asked;
  const { organizationId, departmentId, currency } = scope;
  const own = await refuseOwnGrant(tx, { organizationId, actorId, departmentId });
  if (own || consent === 'planned') return own;
  const change = { kind: 'rules' as const, departmentId, rules, from: from?.toISOString() };
  // What is planned between can still be withdrawn, so it is no raise only where it is none over what holds now either.
  const now = from ? (await findRules(tx, scope, tx.now)).rules : before;
  const weight = heaviest([weightOfRules(now, after), weightOfRules(before, after)]);
  const basis = await findSettingVersion(tx, { what: 'rules', ...scope }, tx.now);
  const made = { organizationId, id, change, weight, currency, basis, actorId, reason };
  return askSecondPerson(deps, tx, made, consent);
}

/** A card that was set just now: one that was set before is refused when it is given. */
async function refusalOfCard(
  deps: Pick<Deps, 'rewardProviders'>,
  tx: Tx,
  { scope, changes }: { scope: RulesScope; changes: SetRules['rules'] },
): Promise<Refusal | undefined> {
  const itemId = changes === 'cleared' ? undefined : cardItemOf(changes.giftKind ?? undefined);
  if (itemId === undefined) return undefined;
  const { organizationId, currency: expected } = scope;
  const card = await findCardOffer(deps, tx, { organizationId, itemId });
  if (!card) return { kind: 'unknown-item' };
  const { name, currency: given } = card;
  if (!card.isOnSale) return { kind: 'gift-card-unsold', card: name };
  return given === expected ? undefined : { kind: 'gift-card-currency', card: name, given, expected };
}

type Applied = { rules: GivingRules; differences: RulesChanges | null };

/** The rules after a change: those of all as a whole, a department's as what differs. */
async function applied(
  tx: Tx,
  {
    scope,
    before,
    changes,
    at,
  }: { scope: RulesScope; before: FoundRules; changes: SetRules['rules']; at: Date },
): Promise<Applied> {
  const isCleared = changes === 'cleared';
  if (scope.departmentId === null) {
    return { rules: isCleared ? NO_RULES : changeRules(before.rules, changes), differences: null };
  }
  const differences = isCleared ? {} : mergeChanges(before.own ?? {}, changes);
  const shared = await findRules(tx, { ...scope, departmentId: null }, at);
  return { rules: changeRules(shared.rules, differences), differences };
}

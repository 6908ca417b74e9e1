import type { DepartmentPolicy } from '#src/db/budget/budget.ts';
import { addLimitUsage } from '#src/db/budget/limit-usage.ts';
import type { GiftDecision } from '#src/domain/budget/funds.ts';
import { type TaxClass, taxClassOf, type TaxHome } from '#src/domain/gift/tax-class.ts';
import { findTaxHomes } from '#src/db/gift/tax-home.ts';
import { undoneUntil } from '#src/domain/gift/taking-back.ts';
import { must } from '#src/domain/kit/must.ts';
import type {
  AskedRecognition,
  DecidedRecognition,
  ResolvedRecognition,
} from '#src/domain/recognition/recognition.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Write } from '#src/db/kit/write-together.ts';
import {
  decidedOf,
  decideGifts,
  type Grant,
  type GrantedRecognition,
  grantsOf,
} from '#src/domain/recognition/decide-gifts.ts';
import { couldWait } from '#src/domain/recognition/review-reasons.ts';
import type { Period } from '#src/domain/kit/period.ts';
import { alertBudgets, changesByGifts } from '#src/usecases/budget/steps/alert-budgets.ts';
import { askForApproval } from './ask-for-approval.ts';
import { outstandingAccount, reservedAccount } from '#src/domain/ledger/accounts.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { expectGuests } from './expect-guests.ts';
import { lockDecisionContext } from './lock-decision-context.ts';
import { announce, type IssuedRecognition } from '#src/usecases/gift/steps/announce.ts';
import { findClaimDates, WITHOUT_END } from '#src/usecases/gift/steps/claim-dates.ts';
import { mintCode } from '#src/usecases/gift/steps/mint-code.ts';
import { type OpenBudget, openBudgets } from '#src/usecases/budget/steps/open-budgets.ts';
import { resolveRecognitions } from './resolve-recognitions.ts';
import { guestsOf, saveGuests } from './save-guests.ts';
import { type DecidedGift, writeGifts } from '#src/usecases/gift/steps/write-gifts.ts';
import type { DepartmentRef } from '#src/domain/people/department.ts';

export type DecideDeps = Pick<Deps, 'newId' | 'keys' | 'rewardProviders'>;

/** The outcome of a batch: the decision on each request, the gifts issued, and the approvals requested. */
export type DecidedBatch = {
  decided: readonly DecidedRecognition[];
  giftIds: string[];
  approvalIds: string[];
};

/**
 * Decides requests that this transaction has locked: issues their gifts, reserves the money of those that need an
 * approver, or has the giver asked whether they mean it. `save` builds the write of the decisions. All of it happens at
 * one instant, so a gift's day always falls in the period whose budget paid for it.
 *
 * Accounts are locked in id order, so batches that share a department queue up and never deadlock.
 */
export async function decideBatch(
  deps: DecideDeps,
  tx: Tx,
  recognitions: readonly AskedRecognition[],
  save: (decided: readonly DecidedRecognition[], at: Date) => Write,
): Promise<DecidedBatch> {
  const requests = await resolveRecognitions(
    tx,
    recognitions,
    await expectGuests(deps, tx, recognitions),
    tx.now,
  );
  const drafts = draftGifts(deps, requests);
  const { budgets, accounts } = await openBudgets(deps, tx, departmentsOf(requests), accountsBeside);
  const decisions = decideGifts(requests, await lockDecisionContext(deps, tx, { requests, budgets }));
  const granted = grantsOf(decisions);
  const homes = await findTaxHomes(tx, recipientsOf(granted));
  const gifts = await withEnds(tx, giftsOf(granted, drafts, { now: tx.now, homes, budgets }), budgets);
  const decided = decisions.map(decidedOf);
  for (const { recognition, status, refusal } of decided) {
    tx.log.debug({ recognitionId: recognition.id, status, refusal: refusal?.kind }, 'Recognition decided');
  }
  await saveGuests(deps, tx, guestsOf(decisions));
  await writeGifts(deps, tx, { gifts, budgets, accounts, decisions: save(decided, tx.now) });
  await addLimitUsage(tx, usesOf(granted));
  await announce(deps, tx, issuedOf(granted));
  await alertBudgets(deps, tx, changesByGifts(budgets, gifts));
  const approvalIds = await askForApproval(deps, tx, granted);
  const giftIds = gifts.filter(({ isReserved }) => !isReserved).map(({ id }) => id);
  return { decided, giftIds, approvalIds };
}

/** The departments that would pay, without duplicates. */
function departmentsOf(requests: readonly ResolvedRecognition[]): DepartmentRef[] {
  const departments = new Map<string, DepartmentRef>();
  for (const { recognition, giver } of requests) {
    const id = giver?.departmentId;
    if (id) departments.set(id, { organizationId: recognition.organizationId, id });
  }
  return [...departments.values()];
}

/** Money is reserved only where a gift may need an approver. */
function accountsBeside({ department, rules, budget }: DepartmentPolicy, period: Period) {
  const outstanding = outstandingAccount(department);
  return couldWait(rules, budget) ? [outstanding, reservedAccount(department, period)] : [outstanding];
}

/** The parts of a gift that no decision changes. */
type Draft = Pick<DecidedGift, 'id' | 'code'>;

/**
 * Makes ids and codes for every gift there could be. They are made before accounts are locked, so nobody waits for it.
 */
function draftGifts(
  { newId, keys }: Pick<Deps, 'newId' | 'keys'>,
  requests: readonly ResolvedRecognition[],
): Draft[] {
  return requests.flatMap(({ recipients }) =>
    recipients.map(() => {
      const id = newId();
      return { id, code: mintCode(keys, id) };
    }),
  );
}

/** The granted gifts, each with the next draft. Refused requests use no drafts. Spread objects are slow here. */
function giftsOf(
  granted: readonly GrantedRecognition[],
  drafts: readonly Draft[],
  { now, ...around }: { now: Date; homes: ReadonlyMap<string, TaxHome>; budgets: readonly OpenBudget[] },
): DecidedGift[] {
  const next = drafts.values();
  return granted.flatMap(({ recognition, grant }) =>
    grant.gifts.map((gift): DecidedGift => {
      const draft = must(next.next().value, 'draft for a gift: more were granted than there are recipients');
      return {
        organizationId: recognition.organizationId,
        id: draft.id,
        recognitionId: recognition.id,
        recipientId: gift.recipientId,
        giverId: grant.giver.personId,
        departmentId: gift.departmentId,
        region: gift.region,
        taxClass: gift.isGuest ? 'guest' : 'employee',
        tax: taxOf(gift, recognition, around),
        amountMinor: gift.amountMinor,
        topUpMinor: gift.topUpMinor,
        currency: gift.currency,
        occasion: recognition.occasion,
        period: grant.funds.period.key,
        ...WITHOUT_END,
        isReserved: grant.step === 'reserve',
        code: draft.code,
        request: recognition,
        card: cardOf(grant, now),
      };
    }),
  );
}

function recipientsOf(granted: readonly GrantedRecognition[]): { organizationId: string; id: string }[] {
  return granted.flatMap(({ recognition: { organizationId }, grant }) =>
    grant.gifts.map(({ recipientId: id }) => ({ organizationId, id })),
  );
}

/** Guests who become people with this gift are in the department that pays for it. */
function taxOf(
  { recipientId, departmentId, region, isGuest = false }: GiftDecision,
  { occasion }: AskedRecognition,
  { homes, budgets }: { homes: ReadonlyMap<string, TaxHome>; budgets: readonly OpenBudget[] },
): TaxClass {
  const paying = budgets.find(({ department }) => department.id === departmentId)?.department;
  const home = must(homes.get(recipientId) ?? paying, `department of person ${recipientId}`);
  return taxClassOf({ isGuest, region, home, occasion });
}

/** What a gift is bought as, once its giver can no longer take it back, and its recipient has chosen where they choose. */
function cardOf({ step, funds: { card, rules } }: Grant, now: Date): DecidedGift['card'] {
  if (!card || card === 'missing') return undefined;
  if (card === 'to-choose') return card;
  const { itemId, name, provider, product } = card;
  const dueAt = step === 'reserve' ? null : undoneUntil(now, rules);
  return { itemId, name, provider, product, dueAt };
}

/** Gifts that are issued now get their end; those that wait get it when they are. */
async function withEnds(
  tx: Tx,
  gifts: readonly DecidedGift[],
  budgets: readonly OpenBudget[],
): Promise<readonly DecidedGift[]> {
  // Spread objects are slow here, and most departments set no end.
  if (budgets.every(({ policy }) => policy.rules.claimDays === undefined)) return gifts;
  const toEnd = gifts
    .filter(({ isReserved }) => !isReserved)
    .map((gift) => {
      const budget = budgets.find(({ department }) => department.id === gift.departmentId);
      const { department, policy } = must(budget, `open budget of department ${gift.departmentId}`);
      return { ...gift, department, rules: policy.rules };
    });
  const ends = await findClaimDates(tx, toEnd);
  if (ends.size === 0) return gifts;
  return gifts.map((gift) => ({ ...gift, ...(ends.get(gift.id) ?? WITHOUT_END) }));
}

function issuedOf(granted: readonly GrantedRecognition[]): IssuedRecognition[] {
  return granted
    .filter(({ grant }) => grant.step === 'issue')
    .map(({ recognition: { organizationId, id: recognitionId }, grant }) => {
      return { organizationId, recognitionId, rules: grant.funds.rules };
    });
}

/** Given and reserved amounts both count against limits. */
function usesOf(granted: readonly GrantedRecognition[]) {
  return granted.flatMap(({ recognition: { organizationId }, grant }) =>
    grant.uses.map((use) => ({ ...use, organizationId })),
  );
}

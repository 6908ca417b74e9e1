import { findLateReturns } from '#src/db/gift/late-returns.ts';
import { listGiftsOfRecognitions, type ToldRequest } from '#src/db/recognition/answer.ts';
import { findApprovalAbout } from '#src/db/approval/approval-view.ts';
import { listDepartmentsById } from '#src/db/people/department.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { leftOverOf, getBudget } from '#src/usecases/budget/get-budget.ts';
import { getQuestion } from '#src/usecases/recognition/get-question.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { ReturnedShare, Share } from '#src/domain/gift/gift.ts';
import { giftMoves, type GiftStatus } from '#src/domain/states.ts';
import type { LeftOver } from '#src/domain/budget/budget-state.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';

type UpdateDeps = Pick<Deps, 'db' | 'clock'>;

type GivenShare = ReturnedShare & { status: GiftStatus; isToChoose: boolean };

/** What many answers need, read once. */
export type UpdateFacts = {
  shares: ReadonlyMap<string, GivenShare[]>;
  budgets: ReadonlyMap<string, LeftOver>;
  rules: ReadonlyMap<string, GivingRules>;
};

/** Reads what `updateOf` needs for all answers at once. */
export async function getUpdateFacts(
  deps: UpdateDeps,
  answers: readonly ToldRequest[],
): Promise<UpdateFacts> {
  const granted = answers.filter(({ stage }) => stage === 'issued' || stage === 'awaiting_approval');
  const paying = new Map(
    granted.flatMap(({ stage, organizationId, departmentId: id }) =>
      stage === 'issued' && id ? [[id, { organizationId, id }] as const] : [],
    ),
  );
  const departments = await listDepartmentsById(deps.db, [...paying.values()]);
  const [shares, budgets, rules] = await Promise.all([
    sharesOf(deps, granted),
    Promise.all(departments.map((department) => getBudget(deps, department))),
    findGivingRules(deps.db, departments, deps.clock.now()),
  ]);
  const known = budgets.flatMap((state) =>
    state.ok ? [[state.value.department.id, leftOverOf(state.value)] as const] : [],
  );
  return { shares, budgets: new Map(known), rules };
}

/** What to tell the giver, for the stage the request had when its answer was leased. */
export async function updateOf(
  deps: UpdateDeps,
  answer: ToldRequest,
  facts: UpdateFacts,
): Promise<GiverUpdate> {
  const { organizationId, id, stage, refusal, reviewReasons } = answer;
  if (refusal) return { kind: 'refused', refusal };
  const gifts = (facts.shares.get(id) ?? []).map(shareOf);
  switch (stage) {
    case 'queued':
      return { kind: 'delayed' };
    case 'awaiting_confirmation':
      return { kind: 'question', ...(await getQuestion(deps, { organizationId, id })) };
    case 'awaiting_approval':
      return { kind: 'waiting', approvalId: (await approvalOf(deps, answer)).id, gifts, reviewReasons };
    case 'declined':
      return { kind: 'declined', approval: await approvalOf(deps, answer) };
    case 'cancelled':
      return { kind: 'cancelled', isUnconfirmed: !answer.isConfirmed && reviewReasons.length > 0 };
    default:
      return issuedUpdate(deps, answer, facts);
  }
}

async function approvalOf(
  { db }: Pick<Deps, 'db'>,
  { organizationId, id: subjectId }: ToldRequest,
): Promise<ApprovalView> {
  const approval = await findApprovalAbout(db, { organizationId, kind: 'gift', subjectId });
  if (!approval) throw new Error(`nobody was asked to approve recognition ${subjectId}`);
  return approval;
}

function issuedUpdate(
  { clock }: UpdateDeps,
  answer: ToldRequest,
  { shares, budgets, rules }: UpdateFacts,
): GiverUpdate {
  const { id, departmentId, reviewReasons } = answer;
  const gifts = shares.get(id) ?? [];
  const undone = gifts.filter(({ status }) => status === 'voided');
  if (undone.length > 0) {
    const kept = gifts.filter(({ status }) => status !== 'voided');
    return { kind: 'taken-back', undone: undone.map(returnedOf), kept: kept.map(shareOf) };
  }
  const undoUntil = undoUntilOf(answer, { gifts, rules });
  const leftMs = undoUntil ? undoUntil.getTime() - clock.now().getTime() : 0;
  return {
    kind: 'issued',
    gifts: gifts.map(shareOf),
    toChoose: gifts.filter((gift) => gift.isToChoose).map(({ recipientName }) => recipientName),
    budget: departmentId ? budgets.get(departmentId) : undefined,
    undoMinutes: Math.max(0, Math.ceil(leftMs / MINUTE_MS)),
    ...(undoUntil && leftMs > 0 && { undoUntil }),
    warnings: reviewReasons.filter(({ kind }) => kind === 'pair-share'),
  };
}

/** Undefined when nothing is left that could be undone. */
function undoUntilOf(
  { decidedAt, departmentId }: ToldRequest,
  { gifts, rules }: { gifts: readonly GivenShare[]; rules: UpdateFacts['rules'] },
): Date | undefined {
  const isOpen = gifts.some(({ status }) => giftMoves.redeem.from.some((from) => from === status));
  if (!departmentId || !isOpen) return undefined;
  const { undoMinutes } = rules.get(departmentId) ?? NO_RULES;
  return new Date(decidedAt.getTime() + undoMinutes * MINUTE_MS);
}

function shareOf({ recipientName, money }: GivenShare): Share {
  return { recipientName, money };
}

function returnedOf({ recipientName, money, late }: GivenShare): ReturnedShare {
  return { recipientName, money, late };
}

async function sharesOf(
  { db }: Pick<Deps, 'db'>,
  answers: readonly ToldRequest[],
): Promise<Map<string, GivenShare[]>> {
  const shares = new Map(answers.map(({ id }): [string, GivenShare[]] => [id, []]));
  const gifts = await listGiftsOfRecognitions(db, answers);
  const backs = gifts.filter(({ status }) => status === 'voided').map(({ giftId }) => giftId);
  const organizationIds = [...new Set(answers.map(({ organizationId }) => organizationId))];
  const lates = await findLateReturns(db, organizationIds, backs);
  for (const { giftId, recognitionId, recipientName, amountMinor, currency, ...state } of gifts) {
    const late = lates.get(giftId);
    shares.get(recognitionId)?.push({ ...state, recipientName, money: { amountMinor, currency }, late });
  }
  return shares;
}

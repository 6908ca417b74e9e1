import { type DueAnswer, listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import { findApprovalAbout } from '#src/db/approval/approval-view.ts';
import { listDepartmentsById } from '#src/db/people/department.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { leftOverOf, getBudget } from '#src/usecases/budget/get-budget.ts';
import { getQuestion } from '#src/usecases/recognition/get-question.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Share } from '#src/domain/gift/gift.ts';
import type { LeftOver } from '#src/domain/budget/budget-state.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';

type UpdateDeps = Pick<Deps, 'db' | 'clock'>;

/** What many answers need, read once. */
export type UpdateFacts = {
  shares: ReadonlyMap<string, Share[]>;
  budgets: ReadonlyMap<string, LeftOver>;
  rules: ReadonlyMap<string, GivingRules>;
};

/** Reads what `updateOf` needs for all answers at once. */
export async function getUpdateFacts(deps: UpdateDeps, answers: readonly DueAnswer[]): Promise<UpdateFacts> {
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
    findGivingRules(deps.db, departments),
  ]);
  const known = budgets.flatMap((state) =>
    state.ok ? [[state.value.department.id, leftOverOf(state.value)] as const] : [],
  );
  return { shares, budgets: new Map(known), rules };
}

/** What to tell the giver, for the stage the request had when its answer was leased. */
export async function updateOf(
  deps: UpdateDeps,
  answer: DueAnswer,
  facts: UpdateFacts,
): Promise<GiverUpdate> {
  const { organizationId, id, stage, refusal, reviewReasons } = answer;
  if (refusal) return { kind: 'refused', refusal };
  const gifts = facts.shares.get(id) ?? [];
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
  { organizationId, id: subjectId }: DueAnswer,
): Promise<ApprovalView> {
  const approval = await findApprovalAbout(db, { organizationId, kind: 'gift', subjectId });
  if (!approval) throw new Error(`nobody was asked to approve recognition ${subjectId}`);
  return approval;
}

function issuedUpdate(
  { clock }: UpdateDeps,
  answer: DueAnswer,
  { shares, budgets, rules }: UpdateFacts,
): GiverUpdate {
  const { id, decidedAt, departmentId, reviewReasons } = answer;
  const { undoMinutes } = (departmentId && rules.get(departmentId)) || NO_RULES;
  const passedMs = clock.now().getTime() - decidedAt.getTime();
  return {
    kind: 'issued',
    gifts: shares.get(id) ?? [],
    budget: departmentId ? budgets.get(departmentId) : undefined,
    undoMinutes: departmentId ? Math.max(0, undoMinutes - Math.floor(passedMs / MINUTE_MS)) : 0,
    warnings: reviewReasons.filter(({ kind }) => kind === 'pair-share'),
  };
}

async function sharesOf(
  { db }: Pick<Deps, 'db'>,
  answers: readonly DueAnswer[],
): Promise<Map<string, Share[]>> {
  const shares = new Map(answers.map(({ id }): [string, Share[]] => [id, []]));
  for (const gift of await listGiftsOfRecognitions(db, answers)) {
    const { recognitionId, recipientName, amountMinor, currency } = gift;
    shares.get(recognitionId)?.push({ recipientName, money: { amountMinor, currency } });
  }
  return shares;
}

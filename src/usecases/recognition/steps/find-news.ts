import { type DueAnswer, listGiftsOfRecognitions } from '#src/db/recognition/answer.ts';
import { type ApprovalView, findApprovalAbout } from '#src/db/approval/approval-view.ts';
import { getDepartments } from '#src/db/people/department.ts';
import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { type Concern, type GivingRules, NO_RULES } from '#src/domain/budget/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Share } from '#src/usecases/gift/steps/gift-share.ts';
import { type LeftOver, leftOverOf, showBudget } from '#src/usecases/budget/show-budget.ts';
import { type Question, showQuestion } from '#src/usecases/recognition/show-question.ts';

/** What there is to tell a giver. */
export type News =
  | { kind: 'refused'; refusal: Refusal }
  | {
      kind: 'issued';
      gifts: Share[];
      budget: LeftOver | undefined;
      /** For how long the giver may take them back from now on, in whole minutes. */
      undoMinutes: number;
      warnings: Concern[];
    }
  | ({ kind: 'question' } & Question)
  /** The money is put aside until an approver decides. */
  | { kind: 'waiting'; approvalId: string; gifts: Share[]; concerns: Concern[] }
  | { kind: 'declined'; approval: ApprovalView }
  | { kind: 'cancelled'; isUnconfirmed: boolean };

const MINUTE_MS = 60_000;

type NewsDeps = Pick<Deps, 'db' | 'clock'>;

/** What many answers have in common, read once. */
type Common = {
  shares: ReadonlyMap<string, Share[]>;
  budgets: ReadonlyMap<string, LeftOver>;
  rules: ReadonlyMap<string, GivingRules>;
};

/**
 * Finds what there is to tell of requests, each at the stage that its answer was claimed at, in their order. An error is
 * that one's own.
 */
export async function findNews(deps: NewsDeps, answers: readonly DueAnswer[]): Promise<(News | Error)[]> {
  const common = await readCommon(deps, answers);
  const found = await Promise.allSettled(answers.map((answer) => newsOf(deps, answer, common)));
  return found.map((result) => {
    if (result.status === 'fulfilled') return result.value;
    return result.reason instanceof Error ? result.reason : new Error(String(result.reason));
  });
}

async function readCommon(deps: NewsDeps, answers: readonly DueAnswer[]): Promise<Common> {
  const granted = answers.filter(({ stage }) => stage === 'issued' || stage === 'awaiting_approval');
  const departmentIds = new Set(
    granted.flatMap((one) => (one.stage === 'issued' ? (one.departmentId ?? []) : [])),
  );
  const departments = await getDepartments(deps.db, [...departmentIds]);
  const [shares, budgets, rules] = await Promise.all([
    sharesOf(deps, granted),
    Promise.all(departments.map((department) => showBudget(deps, department))),
    findGivingRules(deps.db, departments),
  ]);
  const known = budgets.flatMap((state) =>
    state.ok ? [[state.value.department.id, leftOverOf(state.value)] as const] : [],
  );
  return { shares, budgets: new Map(known), rules };
}

async function newsOf(deps: NewsDeps, answer: DueAnswer, common: Common): Promise<News> {
  const { id, stage, refusal, concerns } = answer;
  if (refusal) return { kind: 'refused', refusal };
  const gifts = common.shares.get(id) ?? [];
  switch (stage) {
    case 'awaiting_confirmation':
      return { kind: 'question', ...(await showQuestion(deps, id)) };
    case 'awaiting_approval':
      return { kind: 'waiting', approvalId: (await approvalOf(deps, answer)).id, gifts, concerns };
    case 'declined':
      return { kind: 'declined', approval: await approvalOf(deps, answer) };
    case 'cancelled':
      return { kind: 'cancelled', isUnconfirmed: !answer.isConfirmed && concerns.length > 0 };
    default:
      return issuedNews(deps, answer, common);
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

function issuedNews({ clock }: NewsDeps, answer: DueAnswer, { shares, budgets, rules }: Common): News {
  const { id, decidedAt, departmentId, concerns } = answer;
  const { undoMinutes } = (departmentId && rules.get(departmentId)) || NO_RULES;
  const passedMs = clock.now().getTime() - decidedAt.getTime();
  return {
    kind: 'issued',
    gifts: shares.get(id) ?? [],
    budget: departmentId ? budgets.get(departmentId) : undefined,
    undoMinutes: departmentId ? Math.max(0, undoMinutes - Math.floor(passedMs / MINUTE_MS)) : 0,
    warnings: concerns.filter(({ kind }) => kind === 'pair-share'),
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

import { type DueAnswer, listGiftsOfRecognition } from '#src/db/answer.ts';
import { type ApprovalView, findApprovalAbout } from '#src/db/approval-view.ts';
import { getDepartments } from '#src/db/department.ts';
import { findGivingRules } from '#src/db/giving-policy.ts';
import { type Concern, NO_RULES } from '#src/domain/giving-rules.ts';
import type { Money } from '#src/domain/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Deps } from './deps.ts';
import { type BudgetState, showBudget } from './show-budget.ts';
import { type Question, showQuestion } from './show-question.ts';

export type LeftOver = Pick<BudgetState, 'department' | 'leftMinor' | 'until'>;

/** One recipient's share of a request. */
export type Share = { recipientName: string; money: Money };

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
  | { kind: 'waiting'; gifts: Share[]; concerns: Concern[] }
  | { kind: 'declined'; approval: ApprovalView }
  | { kind: 'cancelled'; isUnconfirmed: boolean };

const MINUTE_MS = 60_000;

type NewsDeps = Pick<Deps, 'db' | 'clock'>;

/** Finds what there is to tell of a request at the stage that its answer was claimed at. */
export async function findNews(deps: NewsDeps, answer: DueAnswer): Promise<News> {
  const { id, organizationId, stage, refusal, concerns } = answer;
  if (refusal) return { kind: 'refused', refusal };
  switch (stage) {
    case 'awaiting_confirmation':
      return { kind: 'question', ...(await showQuestion(deps, id)) };
    case 'awaiting_approval':
      return { kind: 'waiting', gifts: await sharesOf(deps, answer), concerns };
    case 'declined': {
      const approval = await findApprovalAbout(deps.db, { organizationId, kind: 'gift', subjectId: id });
      if (!approval) throw new Error(`recognition ${id} was declined by no approval`);
      return { kind: 'declined', approval };
    }
    case 'cancelled':
      return { kind: 'cancelled', isUnconfirmed: !answer.isConfirmed && concerns.length > 0 };
    default: {
      const warnings = concerns.filter(({ kind }) => kind === 'pair-share');
      const [gifts, budget, undoMinutes] = await Promise.all([
        sharesOf(deps, answer),
        leftAfter(deps, answer),
        undoMinutesOf(deps, answer),
      ]);
      return { kind: 'issued', gifts, budget, undoMinutes, warnings };
    }
  }
}

async function sharesOf({ db }: Pick<Deps, 'db'>, answer: DueAnswer): Promise<Share[]> {
  const gifts = await listGiftsOfRecognition(db, answer);
  return gifts.map(({ recipientName, amountMinor, currency }) => {
    return { recipientName, money: { amountMinor, currency } };
  });
}

async function undoMinutesOf(
  { db, clock }: NewsDeps,
  { organizationId, departmentId, decidedAt }: DueAnswer,
): Promise<number> {
  if (!departmentId) return 0;
  const rules = await findGivingRules(db, [{ organizationId, id: departmentId }]);
  const { undoMinutes } = rules.get(departmentId) ?? NO_RULES;
  const passedMs = clock.now().getTime() - decidedAt.getTime();
  return Math.max(0, undoMinutes - Math.floor(passedMs / MINUTE_MS));
}

async function leftAfter(deps: NewsDeps, { departmentId }: DueAnswer): Promise<LeftOver | undefined> {
  const [department] = await getDepartments(deps.db, departmentId ? [departmentId] : []);
  const state = department && (await showBudget(deps, department));
  return state?.ok ? state.value : undefined;
}

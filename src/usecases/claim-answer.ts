import {
  type ClaimedAnswer,
  claimDueAnswer,
  type DueAnswer,
  listGiftsOfRecognition,
  saveNotAnswered,
} from '#src/db/answer.ts';
import { type ApprovalView, findApprovalAbout } from '#src/db/approval-view.ts';
import { getDepartments } from '#src/db/department.ts';
import { findGivingRules } from '#src/db/giving-policy.ts';
import { NO_RULES } from '#src/domain/giving-rules.ts';
import type { Money } from '#src/domain/money.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import { MOST_LOST } from '#src/domain/retry.ts';
import type { ChatUser } from '#src/ports.ts';
import type { Deps } from './deps.ts';
import { type BudgetState, showBudget } from './show-budget.ts';

type LeftOver = Pick<BudgetState, 'department' | 'leftMinor' | 'until'>;

/** What to tell a giver, and where. */
export type AnswerOrder = {
  answer: ClaimedAnswer;
  platform: string;
  giver: ChatUser | undefined;
  news:
    | { kind: 'refused'; refusal: Refusal }
    | { kind: 'declined'; approval: ApprovalView }
    | {
        kind: 'issued';
        gifts: { recipientName: string; money: Money }[];
        budget: LeftOver | undefined;
        /** For how long the giver may take them back from now on, in whole minutes. */
        undoMinutes: number;
      };
};

export type AnswerClaim =
  /** There is none, it is not due yet, or somebody else is at it. */
  | { kind: 'nothing' }
  /** Too many attempts were lost: a person must look. */
  | { kind: 'park'; reason: string }
  | { kind: 'send'; order: AnswerOrder };

const LEASE_MS = 60_000;
const MINUTE_MS = 60_000;

/** Takes the answer to a giver to be sent now. A sender that dies loses it after a minute. */
export async function claimAnswer(
  deps: Pick<Deps, 'db' | 'clock'>,
  recognitionId: string,
): Promise<AnswerClaim> {
  const now = deps.clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const answer = await claimDueAnswer(deps.db, recognitionId, { now, leaseUntil });
  if (!answer) return { kind: 'nothing' };
  const { attempts } = answer;
  if (attempts >= MOST_LOST) {
    await saveNotAnswered(deps.db, answer, { move: 'fail', dueAt: now, attempts });
    return { kind: 'park', reason: `${attempts} attempts were lost` };
  }
  return { kind: 'send', order: await orderOf(deps, answer) };
}

async function orderOf(deps: Pick<Deps, 'db' | 'clock'>, answer: DueAnswer): Promise<AnswerOrder> {
  const { giver, source, refusal } = answer;
  const order = { answer, platform: source, giver: giver.by === 'chat' ? chatUserOf(giver) : undefined };
  if (refusal) return { ...order, news: { kind: 'refused', refusal } };
  if (answer.status === 'declined') return { ...order, news: await declinedNews(deps, answer) };
  return { ...order, news: await goodNews(deps, answer) };
}

async function declinedNews(
  deps: Pick<Deps, 'db'>,
  { organizationId, id: subjectId }: DueAnswer,
): Promise<AnswerOrder['news']> {
  const approval = await findApprovalAbout(deps.db, { organizationId, kind: 'gift', subjectId });
  if (!approval) throw new Error(`recognition ${subjectId} was declined by no approval`);
  return { kind: 'declined', approval };
}

async function goodNews(deps: Pick<Deps, 'db' | 'clock'>, answer: DueAnswer): Promise<AnswerOrder['news']> {
  const gifts = await listGiftsOfRecognition(deps.db, answer);
  return {
    kind: 'issued',
    gifts: gifts.map(({ recipientName, amountMinor, currency }) => ({
      recipientName,
      money: { amountMinor, currency },
    })),
    budget: await leftAfter(deps, answer),
    undoMinutes: await undoMinutesOf(deps, answer),
  };
}

async function undoMinutesOf(
  deps: Pick<Deps, 'db' | 'clock'>,
  { organizationId, departmentId, decidedAt }: DueAnswer,
): Promise<number> {
  if (!departmentId) return 0;
  const rules = await findGivingRules(deps.db, [{ organizationId, id: departmentId }]);
  const { undoMinutes } = rules.get(departmentId) ?? NO_RULES;
  const passedMs = deps.clock.now().getTime() - decidedAt.getTime();
  return Math.max(0, undoMinutes - Math.floor(passedMs / MINUTE_MS));
}

async function leftAfter(
  deps: Pick<Deps, 'db' | 'clock'>,
  { departmentId }: DueAnswer,
): Promise<LeftOver | undefined> {
  const [department] = await getDepartments(deps.db, departmentId ? [departmentId] : []);
  const state = department && (await showBudget(deps, department));
  return state?.ok ? state.value : undefined;
}

function chatUserOf({ platform, workspaceId, userId }: ChatUser): ChatUser {
  return { platform, workspaceId, userId };
}

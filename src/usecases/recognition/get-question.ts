import { getDepartment } from '#src/db/people/department.ts';
import { getRecognition, type RecognitionRef } from '#src/db/recognition/recognition.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import { type Money, toMinor } from '#src/domain/kit/money.ts';
import { peopleOf } from '#src/domain/budget/funds.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { Share } from '#src/usecases/gift/steps/gift-share.ts';
import { resolveRecognitions } from './steps/resolve-recognitions.ts';
import { type LeftOver, leftOverOf, getBudget } from '#src/usecases/budget/get-budget.ts';

/** What a giver is asked to confirm. `budget` is what would be left of it, undefined where there is none. */
export type GiverQuestion = {
  recognitionId: string;
  gifts: Share[];
  total: Money;
  budget: LeftOver | undefined;
  reviewReasons: ReviewReason[];
};

/** Shows a giver what they are about to do. It is decided once they confirm it, against what is left then. */
export async function getQuestion(
  deps: Pick<Deps, 'db' | 'clock'>,
  asked: RecognitionRef,
): Promise<GiverQuestion> {
  const recognition = await getRecognition(deps.db, asked);
  const { organizationId, id: recognitionId } = recognition;
  const [resolved] = await resolveRecognitions(deps.db, [recognition]);
  const giver = resolved?.request.giver;
  if (!resolved || !giver) throw new Error(`the giver of recognition ${recognitionId} is not known`);
  const department = await getDepartment(deps.db, { organizationId, id: giver.departmentId });

  const { currency } = department;
  const amountMinor = toMinor(recognition.amount, currency) ?? 0n;
  const people = peopleOf(giver, resolved.request.recipients);
  const total = { amountMinor: amountMinor * BigInt(people.length), currency };
  const state = await getBudget(deps, department);
  const before = state.ok ? leftOverOf(state.value) : undefined;
  return {
    recognitionId,
    gifts: people.map(({ name }) => ({ recipientName: name, money: { amountMinor, currency } })),
    total,
    budget: before && { ...before, leftMinor: before.leftMinor - total.amountMinor },
    reviewReasons: recognition.reviewReasons,
  };
}

import { findGivingRules } from '#src/db/budget/giving-policy.ts';
import { getDepartment } from '#src/db/people/department.ts';
import { willBePosted } from '#src/db/recognition/post.ts';
import { getRecognition, type RecognitionRef } from '#src/db/recognition/recognition.ts';
import { minorOrZero } from '#src/domain/kit/amount/to-minor.ts';
import { peopleOf } from '#src/domain/budget/giver.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { resolveRecognitions } from './steps/resolve-recognitions.ts';
import { leftOverOf, getBudget } from '#src/usecases/budget/get-budget.ts';
import type { GiverQuestion } from '#src/domain/recognition/giver-update.ts';

/** Shows a giver what they are about to do. It is decided when they confirm, against the money left at that time. */
export async function getQuestion(
  deps: Pick<Deps, 'db' | 'clock'>,
  asked: RecognitionRef,
): Promise<GiverQuestion> {
  const recognition = await getRecognition(deps.db, asked);
  const { organizationId, id: recognitionId } = recognition;
  // Whoever is outside gets no id before they get a gift.
  const now = deps.clock.now();
  const [resolved] = await resolveRecognitions(deps.db, [recognition], (_, email) => email, now);
  const { giver: found, recipients } = must(resolved, `recognition ${recognitionId}`);
  const giver = must(found, `known giver of recognition ${recognitionId}`);
  const department = await getDepartment(deps.db, { organizationId, id: giver.departmentId });

  const { currency } = department;
  const amountMinor = minorOrZero(recognition.amount, currency);
  const people = peopleOf(giver, recipients);
  const total = { amountMinor: amountMinor * BigInt(people.length), currency };
  const rules = (await findGivingRules(deps.db, [department], now)).get(department.id);
  const isPosted = await willBePosted(deps.db, asked, rules?.postIn);
  const state = await getBudget(deps, department);
  const before = state.ok ? leftOverOf(state.value) : undefined;
  return {
    recognitionId,
    gifts: people.map(({ name }) => ({ recipientName: name, money: { amountMinor, currency } })),
    total,
    budget: before && { ...before, leftMinor: before.leftMinor - total.amountMinor },
    reviewReasons: recognition.reviewReasons,
    isPosted,
  };
}

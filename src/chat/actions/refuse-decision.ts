import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { lateCard } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

const LATE: readonly Refusal['kind'][] = [
  'already-approved',
  'already-declined',
  'already-expired',
  'already-withdrawn',
];

/**
 * Says why a press on an approval's button did nothing. If the approval is already decided, this replaces the message;
 * otherwise it can still be decided.
 */
export async function refuseDecision(
  { app, words, caller, press }: ActionContext,
  refusal: Refusal,
): Promise<ActionAnswer> {
  if (!LATE.includes(refusal.kind)) return refusalCard(words, refusal);
  const approval = await app.queries.approval.find(caller, press.value);
  if (!approval) return refusalCard(words, refusal);
  return settled(lateCard(words, approval, refusal));
}

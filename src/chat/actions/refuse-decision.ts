import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { lateCard, verdictCard, withdrawnCard } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

const LATE: readonly Refusal['kind'][] = [
  'already-approved',
  'already-declined',
  'already-expired',
  'already-withdrawn',
];

/** What the presser wanted, by the button. */
const WANTED: Readonly<Record<string, Refusal['kind']>> = {
  approve: 'already-approved',
  decline: 'already-declined',
  withdraw: 'already-withdrawn',
};

/**
 * Says why a press on an approval's button did nothing. If the approval is already decided, this replaces the message;
 * otherwise it can still be decided. If it is decided as they wanted, the press reads as done, and the card says who did it.
 */
export async function refuseDecision(
  { app, words, caller, press }: ActionContext,
  refusal: Refusal,
): Promise<ActionAnswer> {
  if (!LATE.includes(refusal.kind)) return refusalCard(words, refusal);
  const approval = await app.queries.approval.find(caller, press.value);
  if (!approval) return refusalCard(words, refusal);
  if (WANTED[press.actionId] !== refusal.kind) return settled(lateCard(words, approval, refusal));
  const isWithdrawn = refusal.kind === 'already-withdrawn';
  return settled(isWithdrawn ? withdrawnCard(words, approval) : verdictCard(words, approval));
}

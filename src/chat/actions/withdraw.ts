import type { ActionAnswer } from '#src/ports/chat.ts';
import { withdrawnCard } from '../cards/approval-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { refuseDecision } from './refuse-decision.ts';

/** The button on a gift that waits for an approver: its giver no longer wants it. */
export async function withdraw(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const withdrawn = await app.approval.withdraw({ person: caller, approvalId: press.value });
  if (!withdrawn.ok) return refuseDecision(context, withdrawn.refusal);
  return settled(withdrawnCard(words, withdrawn.value));
}

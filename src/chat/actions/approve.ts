import type { ActionAnswer } from '#src/ports/chat.ts';
import { verdictCard } from '../cards/approval-card.ts';
import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import { factorLinkCard } from '../factor-link-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { refuseDecision } from './refuse-decision.ts';

/** Approves what somebody asked for; where that takes a second factor, the answer leads to the page that asks for it. */
export async function approve(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const approval = { person: caller, approvalId: press.value, decision: { kind: 'approve' as const } };
  const decided = await app.approval.decide(approval);
  if (decided.ok) return settled(verdictCard(words, decided.value));
  const { refusal } = decided;
  if (!asksForFactor(refusal)) return refuseDecision(context, refusal);
  const page = await app.approval.makeLink({ person: caller, approvalId: press.value });
  return factorLinkCard(context, { caller, refusal, page });
}

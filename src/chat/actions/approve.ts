import type { ActionAnswer } from '#src/ports/chat.ts';
import { verdictCard } from '../cards/approval-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { refuseDecision } from './refuse-decision.ts';

/** Approves what somebody asked for. */
export async function approve(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const approval = { person: caller, approvalId: press.value, decision: { kind: 'approve' as const } };
  const decided = await app.approval.decide(approval);
  return decided.ok ? settled(verdictCard(words, decided.value)) : refuseDecision(context, decided.refusal);
}

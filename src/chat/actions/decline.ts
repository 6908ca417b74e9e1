import type { ActionAnswer } from '#src/ports/chat.ts';
import { verdictCard } from '../cards/approval-card.ts';
import { type ActionContext, settled } from '../define-action.ts';
import { refuseDecision } from './refuse-decision.ts';

/** Declines what somebody asked for, with the reason from the form. */
export async function decline(context: ActionContext): Promise<ActionAnswer> {
  const { app, words, caller, press } = context;
  const decision = { kind: 'decline' as const, reason: press.fields?.reason ?? '' };
  const decided = await app.approval.decide({ person: caller, approvalId: press.value, decision });
  return decided.ok ? settled(verdictCard(words, decided.value)) : refuseDecision(context, decided.refusal);
}

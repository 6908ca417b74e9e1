import type { Card } from '#src/ports.ts';
import { verdictCard } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button that declines what somebody asked for, with the reason from its form. */
export async function decline({ app, words, findCaller, press }: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const decision = { kind: 'decline' as const, reason: press.fields?.reason ?? '' };
  const decided = await app.decideApproval({ person: caller.value, approvalId: press.value, decision });
  return decided.ok ? verdictCard(words, decided.value) : refusalCard(words, decided.refusal);
}

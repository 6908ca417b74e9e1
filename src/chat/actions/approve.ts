import type { Card } from '#src/ports.ts';
import { verdictCard } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button that approves what somebody asked for. */
export async function approve({ app, words, findCaller, press }: ActionContext): Promise<Card> {
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const approval = { person: caller.value, approvalId: press.value, decision: { kind: 'approve' as const } };
  const decided = await app.decideApproval(approval);
  return decided.ok ? verdictCard(words, decided.value) : refusalCard(words, decided.refusal);
}

import type { Card } from '#src/ports.ts';
import { approvalSubject } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { textCard } from '../cards/text-card.ts';
import type { ActionContext } from '../define-action.ts';

/** The button on a refusal over the budget: asks finance for what was missing. */
export async function askFunds({ app, words, findCaller, press }: ActionContext): Promise<Card> {
  const { say } = words;
  const caller = await findCaller();
  if (!caller.ok) return refusalCard(words, caller.refusal);
  const asked = await app.requestFunds({ person: caller.value, recognitionId: press.value });
  if (!asked.ok) return refusalCard(words, asked.refusal);
  const subject = approvalSubject(words, asked.value);
  return textCard('info', say('funds.title'), [say('funds.text', { subject })]);
}

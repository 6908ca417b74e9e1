import type { Refusal } from '#src/domain/outcome.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { approvalSubject } from '../cards/approval-card.ts';
import { refusalCard } from '../cards/refusal-card.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { textCard } from '../cards/text-card.ts';
import { type ActionContext, settled } from '../define-action.ts';

const FINAL: readonly Refusal['kind'][] = ['funds-asked', 'already-approved', 'already-declined'];

/** The button on a refusal for lack of budget: asks finance for the missing amount. */
export async function askFunds({ app, words, caller, press }: ActionContext): Promise<ActionAnswer> {
  const { say } = words;
  const asked = await app.approval.requestFunds({ person: caller, recognitionId: press.value });
  if (!asked.ok && !FINAL.includes(asked.refusal.kind)) return refusalCard(words, asked.refusal);
  const refusal = (await app.queries.recognition.find(caller, press.value))?.recognition.refusal;
  const why = refusal ? [refusalText(words, refusal)] : [];
  const end = asked.ok
    ? say('funds.text', { subject: approvalSubject(words, asked.value) })
    : refusalText(words, asked.refusal);
  return settled(textCard('info', say('funds.title'), [...why, end]));
}

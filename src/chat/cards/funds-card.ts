import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { approvalSubject, decidedCard } from './approval-card.ts';
import { refusalText } from './refusal-text.ts';
import { textCard, withAbove } from './text-card.ts';

/** Why a gift was refused, and what became of the question for more money. */
export function fundsCard(words: Words, refusal: Refusal, asked: ApprovalView): Card {
  const { say } = words;
  const why = { kind: 'text' as const, text: refusalText(words, refusal) };
  if (asked.status !== 'open') return withAbove(decidedCard(words, asked), why);
  const subject = approvalSubject(words, asked);
  return textCard('info', say('funds.title'), [why, say('funds.text', { subject })]);
}

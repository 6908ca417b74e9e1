import type { AnswerToSend } from '#src/app.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { answerCard } from './answer-card.ts';
import type { GiverUpdate } from '#src/domain/recognition/giver-update.ts';

/** An answer to a giver as a mail, which has no buttons: it says what to do instead. */
export function mailedAnswerCard(words: Words, toSend: AnswerToSend): Card {
  const { update } = toSend;
  const shown = update.kind === 'issued' ? { ...update, undoMinutes: 0 } : update;
  const card = answerCard(words, { ...toSend, update: shown });
  return { ...card, blocks: [...card.blocks, { kind: 'text', text: instead(words, update) }], actions: [] };
}

function instead({ say }: Words, { kind }: GiverUpdate): string {
  if (kind === 'question') return say('mailedAnswer.question');
  if (kind === 'waiting') return say('mailedAnswer.waiting');
  return say('mailedAnswer.text');
}

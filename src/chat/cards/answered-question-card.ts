import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { sharesBlock } from './question-card.ts';
import { refusalCard } from './refusal-card.ts';
import { textCard, withAbove } from './text-card.ts';
import type { Recognition } from '#src/domain/recognition/recognition.ts';
import type { GiverQuestion } from '#src/domain/recognition/giver-update.ts';

/** A request after its giver's answer, as far as a card needs it. */
type Answered = { recognition: Pick<Recognition, 'id' | 'status' | 'refusal'>; isChanged: boolean };

/** The question to a giver with the effect of their answer, or how it was settled before. */
export function answeredQuestionCard(words: Words, question: GiverQuestion, answered: Answered): Card {
  return withAbove(outcomeCard(words, answered), sharesBlock(words, question));
}

function outcomeCard(words: Words, { recognition, isChanged }: Answered): Card {
  const { say } = words;
  const { status, refusal } = recognition;
  if (refusal) return refusalCard(words, refusal, say('refused.title'));
  if (isChanged && status === 'cancelled') {
    return textCard('info', say('cancelled.title'), [say('cancelled.text')]);
  }
  if (isChanged) return textCard('info', say('confirmed.title'), [say('confirmed.text')]);
  if (status === 'awaiting_confirmation' || status === 'refused') {
    throw new Error(`recognition ${recognition.id} still waits for its giver`);
  }
  return textCard('info', say('stands.title'), [say(`stands.${status}`)]);
}

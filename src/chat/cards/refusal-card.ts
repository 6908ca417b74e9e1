import type { Refusal } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalText } from './refusal-text.ts';
import { textCard } from './text-card.ts';

/** Tells somebody why their request was refused. */
export function refusalCard(words: Words, refusal: Refusal, title = words.say('fault.title')): Card {
  return textCard('refusal', title, [refusalText(words, refusal)]);
}

import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** Tells somebody that we failed, and whether nothing was done or we cannot know; the id finds the fault in the log. */
export function faultCard({ say }: Words, { id, isUnsure }: { id: string; isUnsure: boolean }): Card {
  const text = isUnsure ? say('fault.unsure', { id }) : say('fault.text', { id });
  return textCard('refusal', say('fault.title'), [text]);
}

/** Shown while an answer takes longer than the platform waits. */
export function waitingCard(words: Words): Card {
  return textCard('info', words.say('waiting.title'), [words.say('waiting.text')]);
}

/** Shown when what a platform sent about somebody's command or press cannot be read. */
export function unreadableCard(words: Words): Card {
  return textCard('refusal', words.say('fault.title'), [words.say('unreadable.text')]);
}

import type { Outcome } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { refusalCard } from './refusal-card.ts';
import { textCard } from './text-card.ts';

/** A link that signs its reader in. For their eyes only; its summary, which a notification may show, does not have it. */
export function walletLinkCard(words: Words, made: Outcome<{ url: string }>): Card {
  const { say } = words;
  if (!made.ok) return refusalCard(words, made.refusal);
  return textCard('info', say('wallet.title'), [say('wallet.link'), made.value.url]);
}

import { asksForFactor } from '#src/domain/session/asks-for-factor.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Card } from '#src/ports/message.ts';
import { refusalCard } from './cards/refusal-card.ts';
import { refusalText } from './cards/refusal-text.ts';
import { textCard } from './cards/text-card.ts';
import type { Caller, CommandContext } from './define-command.ts';

/** Who asked for what was refused, and the page on which they go on with it. */
type RefusedHere = { caller: Caller; refusal: Refusal; page: string };

/**
 * Says why something was refused. Chat asks nobody for a second factor: where it takes one, the card leads to the page that does, as
 * whoever pressed. For their eyes only, since it signs them in.
 */
export async function factorLinkCard(
  { app, words }: Pick<CommandContext, 'app' | 'words'>,
  { caller, refusal, page }: RefusedHere,
): Promise<Card> {
  if (!asksForFactor(refusal)) return refusalCard(words, refusal);
  const { say } = words;
  const back = `/second-factor/code?back=${encodeURIComponent(page)}`;
  const made = await app.session.makeChatLink(caller, { back });
  const way = made.ok ? [say('factor.link'), made.value.url] : [refusalText(words, made.refusal)];
  return textCard('refusal', say('fault.title'), [refusalText(words, refusal), ...way]);
}

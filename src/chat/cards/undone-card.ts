import { formatMoney } from '#src/domain/kit/money.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { lateReturnText } from './late-return-text.ts';
import { refusalText } from './refusal-text.ts';
import { textCard } from './text-card.ts';
import { shareText } from './share-text.ts';
import type { ReturnedShare, Share, UndoneGifts } from '#src/domain/gift/gift.ts';

/** Tells a giver which gifts were taken back, and why others were not. */
export function undoneCard(words: Words, gifts: UndoneGifts): Card {
  const title = words.say(gifts.kept.length > 0 ? 'undo.partTitle' : 'undo.title');
  return textCard('success', title, undoneLines(words, gifts));
}

/** Says once more what was taken back before, and who keeps their gift. */
export function undoneBeforeCard(
  words: Words,
  undone: readonly ReturnedShare[],
  kept: readonly Share[],
): Card {
  const title = words.say(kept.length > 0 ? 'undo.partTitle' : 'undo.title');
  const shares = kept.length > 0 ? [shareText(words, kept)] : [];
  return textCard('success', title, [...undone.map((gift) => undoneLine(words, gift)), ...shares]);
}

/** What `undoneCard` says, as lines of text. */
export function undoneLines(words: Words, { undone, kept }: UndoneGifts): string[] {
  const { say, locale } = words;
  return [
    ...undone.map((gift) => undoneLine(words, gift)),
    ...kept.map(({ recipientName: name, money, refusal }) =>
      say('undo.kept', { name, amount: formatMoney(money, locale), why: refusalText(words, refusal) }),
    ),
  ];
}

function undoneLine(words: Words, { recipientName: name, money, late }: ReturnedShare): string {
  const amount = formatMoney(money, words.locale);
  if (!late) return words.say('undo.line', { name, amount });
  return words.say('undo.late', { name, amount, where: lateReturnText(words, money, late) });
}

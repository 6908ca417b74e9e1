import { withoutCodes } from '#src/domain/gift/without-codes.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { PostedRecognition, PostedThanks } from '#src/domain/recognition/post.ts';
import type { Card } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What everybody in a channel reads of a recognition. It has no code and no balance, and names nobody but its people. */
export function postCard(words: Words, post: PostedRecognition): Card {
  const { say, locale } = words;
  const { recognitionId, giverName: giver, recipientNames, money, message, applause } = post;
  if (recipientNames.length === 0) return textCard('info', say('post.goneTitle'), [say('post.gone')]);
  const names = recipientNames.map((name) => withoutCodes(name) || say('unnamed')).join(', ');
  const told = { giver: withoutCodes(giver), names };
  const count = recipientNames.length;
  const text = money
    ? say('post.withAmount', { ...told, amount: formatMoney(money, locale), count })
    : say('post.text', told);
  const quote = message ? [{ kind: 'quote' as const, text: withoutCodes(message) }] : [];
  const card = textCard('success', say('post.title'), [text, ...quote]);
  const label = say('post.applaud', { count: applause });
  return {
    ...card,
    summary: text,
    actions: [{ id: 'applaud', label, value: recognitionId, style: 'plain' }],
  };
}

/** What a recipient says, below the post of their gift. */
export function thanksPostCard({ say }: Words, { recipientName, giverName, words }: PostedThanks): Card {
  const text = say('thanks.post', { name: withoutCodes(recipientName), giver: withoutCodes(giverName) });
  const card = textCard('info', say('thanks.postTitle'), [
    text,
    { kind: 'quote', text: withoutCodes(words) },
  ]);
  return { ...card, summary: text };
}

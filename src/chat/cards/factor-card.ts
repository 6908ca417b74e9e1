import type { FactorNews } from '#src/domain/message/notifications.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** What became of the reader's second factor, or an admin is asked to confirm. It never contains a code. */
export function factorCard({ say }: Words, news: FactorNews): Card {
  const notYou = say('factor.not-you');
  switch (news.kind) {
    case 'factor.added': {
      const isReplaced = news.detail.isReplaced ? 'yes' : 'no';
      return card(say('factor.added.title'), say('factor.added.text', { isReplaced }), notYou);
    }
    case 'factor.ended':
      return card(say('factor.ended.title'), say('factor.ended.text'), notYou);
    case 'factor.recovery-used':
      return card(say('factor.recovery-used.title'), say('factor.recovery-used.text', news.detail), notYou);
    case 'factor.codes-renewed':
      return card(say('factor.codes-renewed.title'), say('factor.codes-renewed.text'), notYou);
    case 'factor.reset-asked':
      return resetAskedCard(say, news.detail);
    case 'factor.reset':
      return card(say('factor.reset.title'), say('factor.reset.text', news.detail), notYou);
    default:
      return news satisfies never;
  }
}

function resetAskedCard(
  say: Words['say'],
  { asker, name, reason, isReader }: Extract<FactorNews, { kind: 'factor.reset-asked' }>['detail'],
): Card {
  const quote: CardBlock = { kind: 'quote', text: reason };
  return isReader
    ? card(
        say('factor.reset-asked.yours.title'),
        say('factor.reset-asked.yours.text', { asker }),
        quote,
        say('factor.not-you'),
      )
    : card(say('factor.reset-asked.title', { name }), say('factor.reset-asked.text', { asker, name }), quote);
}

function card(title: string, ...blocks: (CardBlock | string)[]): Card {
  return textCard('info', title, blocks);
}

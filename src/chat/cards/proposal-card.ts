import { formatMoney, moneyOf } from '#src/domain/kit/money.ts';
import { isRight } from '#src/domain/budget/proposal.ts';
import type { ProposalNews } from '#src/domain/message/notifications.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Words } from '#src/words/words.ts';
import { textCard } from './text-card.ts';

/** Somebody else has to look at a change of money rules, or has decided one of the reader’s. */
export function proposalCard({ say, locale }: Words, news: ProposalNews): Card {
  const { reason } = news.detail;
  const quote: CardBlock[] = reason ? [{ kind: 'quote', text: reason }] : [];
  const what = say(`proposal.kind.${news.detail.change}`);
  if (news.kind === 'proposal.decided') {
    const { decider: name, status } = news.detail;
    return textCard('info', say(`proposal.${status}.title`, { name }), [
      say(`proposal.${status}.text`, { what }),
      ...quote,
    ]);
  }
  const { proposer: name, money } = news.detail;
  const { change } = news.detail;
  if (isRight(change))
    return textCard('info', say('proposal.made.title', { name }), [
      say('proposal.made.right', { what }),
      ...quote,
      say('proposal.made.howRight'),
    ]);
  const amount = money ? formatMoney(moneyOf(money), locale) : say('proposal.noLimit');
  return textCard('info', say('proposal.made.title', { name }), [
    say('proposal.made.text', { what, amount }),
    ...quote,
    say('proposal.made.how'),
  ]);
}
